import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']).toString());
const PAGE_BYTES = Number(execFileSync('getconf', ['PAGESIZE']).toString());

interface Stat {
  parent: number;
  /** Its own and that of the children it has waited for, in ms. */
  cpuMs: number;
  residentBytes: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces and brackets; what follows its last bracket does not.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields[11]! + fields[12]! + fields[13]! + fields[14]!;
    return {
      parent: fields[1]!,
      cpuMs: (ticks * 1000) / TICKS_PER_SECOND,
      residentBytes: fields[21]! * PAGE_BYTES,
    };
  } catch {
    return null;
  }
}

/** A process and all below it. */
function family(root: number): Stat[] {
  const all = new Map<number, Stat>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const stat = Number.isInteger(pid) ? statOf(pid) : null;
    if (stat) all.set(pid, stat);
  }
  const members = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, { parent }] of all)
      if (members.has(parent) && !members.has(pid)) {
        members.add(pid);
        grown = true;
      }
  }
  return [...members].flatMap((pid) => all.get(pid) ?? []);
}

/** CPU time that a process and its descendants have used so far, in ms. Linux only. */
export const cpuOf = (pid: number): number => family(pid).reduce((sum, { cpuMs }) => sum + cpuMs, 0);

/** Memory that a process holds, without its descendants, in MB. */
export const memoryOf = (pid: number): number => (statOf(pid)?.residentBytes ?? 0) / 1_048_576;
