/**
 * Remembers what a pure function said. Zones and dates repeat endlessly, so a full memory is simply started
 * afresh: it stays bounded whatever is asked, without the bookkeeping of which answer was used last.
 */
export function remembered<K, V>(limit: number, compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    if (known.size >= limit) known.clear();
    known.set(key, value);
    return value;
  };
}
