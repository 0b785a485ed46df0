/*
 * What stands behind the question mark of an address, as one would write it by hand: `stalled=true`. Every value is text;
 * what it may be is said where a screen reads it.
 */

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(search)].map(([name, value]) => [name, unquoted(value)]));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const written = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)] as [string, string]],
  );
  return written.length === 0 ? '' : `?${new URLSearchParams(written).toString()}`;
}

/** Addresses that were kept when texts that could be read as something else stood in quotes: `stalled="true"`. */
function unquoted(value: string): string {
  const inner = /^"(.*)"$/.exec(value)?.[1];
  return inner !== undefined && isJson(inner) ? inner : value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
