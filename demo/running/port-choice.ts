import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Log } from '../parts/log.js';
import { assertPortFree, freePort, PortUnavailable } from '../parts/ports.js';

/** What listens, on which port unless another is named, and what it is called in a sentence. */
export const PORTS = {
  api: { port: 3000, part: 'the API' },
  inbox: { port: 8025, part: 'the mail inbox' },
  smtp: { port: 1025, part: 'the mail sink' },
  slack: { port: 8030, part: 'the Slack stand-in' },
  temporal: { port: 7233, part: 'Temporal' },
  'temporal-ui': { port: 8233, part: 'the web UI of Temporal' },
  postgres: { port: 5433, part: 'PostgreSQL' },
  worker: { port: 9464, part: "the worker's health page" },
} as const;
export type PortName = keyof typeof PORTS;
export type ChosenPorts = Record<PortName, number>;
export const PORT_NAMES = Object.keys(PORTS) as PortName[];

const STEPS = 50;

export interface PortWishes {
  /** Named by the user: these or none. */
  pinned: Partial<ChosenPorts>;
  /** Those of the last start are kept here, so that addresses stay the same. */
  memory: string;
  /** Listened on by a server of ours that a killed start left behind. */
  ours: ReadonlySet<PortName>;
  log: Log;
}

/**
 * Gives everything a port: the one named by the user, else the one of the last start, else the usual one; where that
 * is taken, the next free one above, and says so.
 * @throws PortUnavailable for a port that the user has named
 */
export async function choosePorts({ pinned, memory, ours, log }: PortWishes): Promise<ChosenPorts> {
  const last = remembered(memory);
  const chosen: Partial<ChosenPorts> = {};
  for (const name of PORT_NAMES) {
    const wanted = pinned[name] ?? last[name] ?? PORTS[name].port;
    const taken = new Set(Object.values(chosen));
    if (ours.has(name) && wanted === last[name]) chosen[name] = wanted;
    else if (pinned[name] !== undefined) {
      await assertPortFree(wanted, PORTS[name].part);
      chosen[name] = wanted;
    } else {
      chosen[name] = await nextFree(wanted, name, taken);
      if (chosen[name] !== wanted)
        log(
          `Port ${wanted} is in use, so ${PORTS[name].part} takes ${chosen[name]}; --port ${name}=NUMBER names another.`,
        );
    }
  }
  writeFileSync(memory, JSON.stringify(chosen));
  return chosen as ChosenPorts;
}

/** Any free ports, for a run beside others. */
export async function anyPorts(): Promise<ChosenPorts> {
  const ports = new Set<number>();
  while (ports.size < PORT_NAMES.length) ports.add(await freePort());
  const numbers = [...ports];
  return Object.fromEntries(PORT_NAMES.map((name, index) => [name, numbers[index]!])) as ChosenPorts;
}

async function nextFree(from: number, name: PortName, taken: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < from + STEPS; port += 1) {
    if (taken.has(port)) continue;
    try {
      await assertPortFree(port, PORTS[name].part);
      return port;
    } catch (error) {
      if (!(error instanceof PortUnavailable)) throw error;
    }
  }
  throw new PortUnavailable(
    `No port from ${from} to ${from + STEPS - 1} is free for ${PORTS[name].part}. Name one with --port ${name}=NUMBER.`,
  );
}

function remembered(memory: string): Partial<ChosenPorts> {
  return existsSync(memory) ? (JSON.parse(readFileSync(memory, 'utf8')) as Partial<ChosenPorts>) : {};
}
