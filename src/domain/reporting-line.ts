/**
 * Who reports to whom: from a person to their manager, both as ids. Null or absent: the top of a line.
 */
export type ManagerOf = ReadonlyMap<string, string | null>;

/**
 * Every circle in the reporting lines, each once, as the chain of ids that report to one another in turn: the
 * last reports to the first. Somebody who is their own manager is a circle of one. People who merely report
 * into a circle are no part of it. Takes time and memory in proportion to the number of people.
 */
export function* findCycles(managerOf: ManagerOf): Generator<string[]> {
  const walkOf = new Map<string, string>();
  for (const start of managerOf.keys()) {
    let person: string | null = start;
    while (person !== null && !walkOf.has(person)) {
      walkOf.set(person, start);
      person = managerOf.get(person) ?? null;
    }
    // Only a walk that came back to its own steps found something new.
    if (person !== null && walkOf.get(person) === start) yield chainFrom(person, managerOf);
  }
}

/** The first circle in the reporting lines, or null where every line has a top. */
export function findCycle(managerOf: ManagerOf): string[] | null {
  return findCycles(managerOf).next().value ?? null;
}

function chainFrom(first: string, managerOf: ManagerOf): string[] {
  const chain = [first];
  for (let next = managerOf.get(first)!; next !== first; next = managerOf.get(next)!) chain.push(next);
  return chain;
}
