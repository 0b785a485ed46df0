import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A message's key and when it was handed over (ms since the epoch, with fractions). */
export type Arrival = [key: string, at: number];

/** `watch` forgets what arrived and calls at the `count`-th that comes. */
export type SinkOrder = { kind: 'report' } | { kind: 'watch'; count: number };

export type SinkWord =
  | { kind: 'listening'; port: number }
  | { kind: 'report'; arrivals: Arrival[] }
  | { kind: 'reached'; connections: number };

export interface Sink {
  url: string;
  arrivals(): Promise<Arrival[]>;
  /** Forgets what arrived; `reached` resolves at the `count`-th that comes, with the connections open then. */
  watch(count: number): { reached: Promise<number> };
  close(): void;
}

export async function openSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('../sink.js', import.meta.url)));
  const next = async <K extends SinkWord['kind']>(kind: K): Promise<Extract<SinkWord, { kind: K }>> => {
    for (;;) {
      const [word] = (await once(child, 'message')) as [SinkWord];
      if (word.kind === kind) return word as Extract<SinkWord, { kind: K }>;
    }
  };
  const order = (one: SinkOrder): void => void child.send(one);
  const { port } = await next('listening');
  return {
    url: `smtp://127.0.0.1:${port}`,
    async arrivals() {
      const report = next('report');
      order({ kind: 'report' });
      return (await report).arrivals;
    },
    watch(count) {
      const reached = next('reached').then(({ connections }) => connections);
      order({ kind: 'watch', count });
      return { reached };
    },
    close: () => void child.kill('SIGTERM'),
  };
}
