import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portOf } from '../parts/ports.js';
import { anyPorts, choosePorts, type ChosenPorts, type PortName } from './port-choice.js';

let dir: string;
let usual: ChosenPorts;
const told: string[] = [];
const servers: Server[] = [];

const choose = (pinned: Partial<ChosenPorts> = {}, ours: PortName[] = []) =>
  choosePorts({
    pinned,
    memory: join(dir, 'ports.json'),
    ours: new Set(ours),
    log: (line) => told.push(line),
  });

async function occupy(port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return portOf(server);
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ports-'));
  told.length = 0;
  // What earlier starts have used stands for the usual ports, which other programs of this machine may hold.
  usual = await choose(await anyPorts());
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the ports of the demo', () => {
  it('stay what they were at the last start', async () => {
    expect(await choose()).toEqual(usual);
    expect(told).toEqual([]);
  });

  it('go on to the next free one where the usual is taken, and say so', async () => {
    await occupy(usual.inbox);

    const { inbox } = await choose();

    expect(inbox).toBeGreaterThan(usual.inbox);
    expect(told).toEqual([
      `Port ${usual.inbox} is in use, so the mail inbox takes ${inbox}; --port inbox=NUMBER names another.`,
    ]);
  });

  it('named by the user are those or none', async () => {
    const taken = await occupy(0);

    await expect(choose({ api: taken })).rejects.toThrow(
      `Port ${taken} on 127.0.0.1, wanted for the API, is in use`,
    );
  });

  it('that a server of ours still holds are ours', async () => {
    await occupy(usual.postgres);

    expect((await choose({}, ['postgres'])).postgres).toBe(usual.postgres);
  });
});
