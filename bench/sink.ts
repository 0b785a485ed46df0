import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Arrival, SinkOrder, SinkWord } from './support/sink.js';

/** An SMTP server in a process of its own, which reads no more of a mail than its key, and when it was handed over. */
const LONGEST_HEAD = 16_384;
const KEY = /^X-Followthrough-Delivery: (\S+)/im;

const say = (word: SinkWord): void => void process.send!(word);
const now = (): number => performance.timeOrigin + performance.now();

let arrivals: Arrival[] = [];
let watched = Infinity;
let connections = 0;

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData: (stream, _session, reply) => {
    let head = '';
    stream.on('data', (chunk: Buffer) => {
      if (head.length < LONGEST_HEAD) head += chunk.toString('latin1');
    });
    stream.on('end', () => {
      arrivals.push([KEY.exec(head)?.[1] ?? '', now()]);
      reply();
      if (arrivals.length === watched) say({ kind: 'reached', connections });
    });
  },
});
server.on('error', () => undefined);
server.server.on('connection', (socket) => {
  connections += 1;
  socket.once('close', () => (connections -= 1));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.server.address() as AddressInfo;
  say({ kind: 'listening', port });
});
// It goes with the bench, however that ends.
process.once('disconnect', () => process.exit(0));
process.on('message', (order: SinkOrder) => {
  if (order.kind === 'report') say({ kind: 'report', arrivals });
  else [arrivals, watched] = [[], order.count];
});
