import { useTranslations } from 'use-intl';

/** What a field of a file is called; one that has no word yet by its own name. */
export function useFieldWord(): (field: string) => string {
  const t = useTranslations('imports.fields');
  return (field) => (t.has(field as 'name') ? t(field as 'name') : field);
}
