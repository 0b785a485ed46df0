import { beginOf, endOf } from '../../shared/days';

/** What of the audit's filters stands in the address; days are those of whoever looks. */
export const FILTERS = ['who', 'whose', 'by', 'person', 'event', 'record', 'from', 'to'] as const;
export type AuditSearch = { [F in (typeof FILTERS)[number]]?: string };

/** Read as they stand: a value that the API does not know is answered by it, and said. */
export const readAuditSearch = (search: Record<string, unknown>): AuditSearch =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, String(value)]];
    }),
  );

/** What is asked of the API: from the first day on, up to the end of the last. */
export const queryOf = ({ from, to, ...rest }: AuditSearch, zone: string) => ({
  ...rest,
  ...(from && { from: beginOf(from, zone) }),
  ...(to && { to: endOf(to, zone) }),
});
