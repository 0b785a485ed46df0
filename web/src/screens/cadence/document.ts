/** What is to become a cadence, or is one: the form reads and writes the places that it knows, and leaves the others. */
export type Draft = Readonly<Record<string, unknown>>;

export const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a place such as `ladders.observe.2.at`; undefined: nothing. */
export const readAt = (draft: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (found, key) =>
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined,
      draft,
    );

/** The draft with something else at a place; undefined takes it away. Lists are written whole. */
export function writeAt(draft: unknown, path: string, value: unknown): Draft {
  const before = isDraft(draft) ? draft : {};
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length > 0) return { ...before, [key]: writeAt(before[key], rest.join('.'), value) };
  if (value !== undefined) return { ...before, [key]: value };
  return Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
}

/** Whether two say the same, in whatever order: what was kept comes back in another one. */
export const isSame = (one: unknown, other: unknown): boolean => inOrder(one) === inOrder(other);

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isDraft(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

/** What both have changed of the same draft, in one: where they want different things of one place, mine counts. */
export function merged(before: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(before, mine)) return theirs;
  if (!isDraft(mine) || !isDraft(theirs)) return mine;
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  return Object.fromEntries(
    keys
      .map((key) => [key, merged(readAt(before, key), mine[key], theirs[key])] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** The places at which two drafts differ. */
export function differing(before: unknown, after: unknown, path = ''): string[] {
  if (isSame(before, after)) return [];
  if (!isDraft(before) || !isDraft(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differing(before[key], after[key], path === '' ? key : `${path}.${key}`),
  );
}
