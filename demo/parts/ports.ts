import { createServer, type Server } from 'node:net';
import { errorCode } from './errors.js';

export const LOOPBACK = '127.0.0.1';

/** A wanted port is not to be had. The message names the part, the port and the way out. */
export class PortUnavailable extends Error {
  override name = 'PortUnavailable';
}

/** A TCP port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = await bind(0);
  const port = portOf(probe);
  await closed(probe);
  return port;
}

/**
 * Resolves if `port` can be listened on at loopback.
 * @param part who wants it, in the reader's words, e.g. `the mail inbox`
 * @throws PortUnavailable
 */
export async function assertPortFree(port: number, part: string): Promise<void> {
  try {
    await closed(await bind(port));
  } catch (error) {
    throw portError(error, port, part);
  }
}

/** Turns what listening threw into a sentence; anything that is not about the port is returned as it came. */
export function portError(error: unknown, port: number, part: string): unknown {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') {
    return new PortUnavailable(
      `Port ${port} on ${LOOPBACK}, wanted for ${part}, is in use by another program. ` +
        `Stop that program or choose another port.`,
    );
  }
  if (code === 'EACCES') {
    return new PortUnavailable(
      `Port ${port} on ${LOOPBACK}, wanted for ${part}, may not be opened by this user. ` +
        `Choose a port above 1023.`,
    );
  }
  return error;
}

/** The port a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no TCP port.');
  return address.port;
}

function bind(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(probe));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
