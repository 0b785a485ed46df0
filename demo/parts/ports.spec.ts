import { createServer } from 'node:net';
import { assertPortFree, freePort, LOOPBACK, portOf, PortUnavailable } from './ports.js';

describe('ports on loopback', () => {
  it('finds one that can be listened on', async () => {
    const port = await freePort();
    await expect(assertPortFree(port, 'this story')).resolves.toBeUndefined();
  });

  it('says which port is taken, who wanted it and what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, LOOPBACK, resolve));
    const port = portOf(other);

    const refusal = assertPortFree(port, 'the mail inbox');

    await expect(refusal).rejects.toBeInstanceOf(PortUnavailable);
    await expect(refusal).rejects.toThrow(
      `Port ${port} on 127.0.0.1, wanted for the mail inbox, is in use by another program. Stop that program or choose another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
