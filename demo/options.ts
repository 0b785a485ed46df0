import { parseArgs } from 'node:util';
import { PORT_NAMES, PORTS, type ChosenPorts, type PortName } from './running/port-choice.js';

export interface DemoOptions {
  help: boolean;
  fresh: boolean;
  smoke: boolean;
  /** Undefined: `var`, or `var/smoke` for the smoke run. */
  data: string | undefined;
  ports: Partial<ChosenPorts>;
}

export const USAGE = `npm run demo [-- OPTIONS]

  --fresh               start over: deletes what earlier starts have left in the data folder
  --smoke               plays the story unattended on data and ports of its own, and exits 0 only if it all happened
  --data DIR            another data folder than var/
  --port NAME=NUMBER    another port, as often as needed; also DEMO_PORTS="NAME=NUMBER,…" in the environment
${PORT_NAMES.map((name) => `                          ${name.padEnd(12)} ${PORTS[name].port}  ${PORTS[name].part}`).join('\n')}
  --help                this text

  Which Temporal: TEMPORAL_ADDRESS (a running server) or TEMPORAL_CLI (a binary) in the environment; else it is found
  or installed.`;

/** The options are wrong. The message says what is right. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const { values } = parse(args);
  const named = [...(env.DEMO_PORTS ?? '').split(',').filter(Boolean), ...(values.port ?? [])];
  return {
    help: values.help ?? false,
    fresh: values.fresh ?? false,
    smoke: values.smoke ?? false,
    data: values.data,
    ports: readPorts(named),
  };
}

/** The last number named for a part counts. */
function readPorts(named: readonly string[]): Partial<ChosenPorts> {
  const ports = new Map(named.map(readPort));
  for (const [name, number] of ports) {
    const other = [...ports.keys()].find((each) => each !== name && ports.get(each) === number);
    if (other !== undefined)
      throw new UsageError(
        `Port ${number} is named for ${name} and for ${other}. Give each a port of its own.`,
      );
  }
  return Object.fromEntries(ports);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        fresh: { type: 'boolean' },
        smoke: { type: 'boolean' },
        data: { type: 'string' },
        port: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function readPort(text: string): [PortName, number] {
  const [, name, number] = /^([a-z-]+)=(\d{1,5})$/.exec(text.trim()) ?? [];
  const known = PORT_NAMES.find((each) => each === name);
  const port = Number(number);
  if (known && port >= 1 && port <= 65_535) return [known, port];
  throw new UsageError(
    `"${text}" names no port. Expected NAME=NUMBER such as api=3100, the number from 1 to 65535, with one of ${PORT_NAMES.join(', ')}.`,
  );
}
