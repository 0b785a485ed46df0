/** Brings whoever looks to the field of a place in the document, and unfolds what it stands in. False: there is none. */
export function bringTo(path: string): boolean {
  const places = [...document.querySelectorAll<HTMLElement>('[data-path]')];
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);
  const found = places
    .filter(({ dataset }) => within(path, dataset.path!) || within(dataset.path!, path))
    // The closest: the longest that it stands in, else the first that stands in it.
    .sort((one, other) => depthOf(other, path) - depthOf(one, path))[0];
  if (!found || path === '') return false;
  for (
    let around = found.closest('details');
    around;
    around = around.parentElement?.closest('details') ?? null
  )
    around.open = true;
  const part = path.slice(path.lastIndexOf('.') + 1);
  const field =
    found.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`) ??
    found.querySelector<HTMLElement>('summary, input, select');
  found.scrollIntoView({ block: 'center' });
  (field ?? found).focus({ preventScroll: true });
  return true;
}

const depthOf = ({ dataset }: HTMLElement, path: string): number =>
  path.startsWith(dataset.path!) ? dataset.path!.length : 0;
