import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be cut, as if the server had gone, and opened again. */
export interface Gate {
  /** The same URL, through the gate. */
  url: string;
  /** Cuts every connection and refuses new ones. */
  cut(): void;
  open(): void;
  /** Passes nothing on any more of what is connected, and says so to nobody, as a firewall that forgets; new ways are open. */
  forget(): void;
  close(): Promise<void>;
}

export async function gateTo(url: string): Promise<Gate> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) return void near.destroy();
    const far = connect(Number(port || 5432), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.href,
    cut,
    open: () => {
      isOpen = true;
    },
    forget: () => {
      for (const socket of sockets) socket.unpipe();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
