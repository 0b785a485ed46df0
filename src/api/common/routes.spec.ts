import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { readApiSettings } from '../../config/index.js';
import { createDataSource } from '../../entities/data-source.js';
import { PeopleController } from '../people/people.controller.js';
import { createApi } from '../create-app.js';
import { Limits } from './limits.js';
import { PERMISSION } from './may.js';

const URL = 'postgres://nobody@127.0.0.1:1/none';

/** A start needs no database until somebody asks something. */
async function start(): Promise<void> {
  const app = await createApi({
    dataSource: createDataSource({ url: URL, poolSize: 2, applicationName: 'test' }),
    clock: { now: () => 0 },
    settings: readApiSettings({ DATABASE_URL: URL }),
    log: pino({ level: 'silent' }),
    channels: {},
  });
  await app.close();
}

/** Puts a route on the server past the controllers, as a plugin or a module might. */
async function startWith(put: (server: FastifyInstance) => unknown): Promise<void> {
  const { onModuleInit } = Limits.prototype;
  Limits.prototype.onModuleInit = function (this: Limits): void {
    onModuleInit.call(this);
    put(
      (
        this as unknown as { host: { httpAdapter: { getInstance(): FastifyInstance } } }
      ).host.httpAdapter.getInstance(),
    );
  };
  await start().finally(() => {
    Limits.prototype.onModuleInit = onModuleInit;
  });
}

const answer = (): string => 'everything';

describe('the start of the API', () => {
  it('succeeds as it is', async () => {
    await expect(start()).resolves.toBeUndefined();
  });

  it('stops at a route about which nobody has said who may use it', async () => {
    const handler = PeopleController.prototype.list;
    const word: unknown = Reflect.getMetadata(PERMISSION, handler);
    Reflect.deleteMetadata(PERMISSION, handler);
    await expect(start()).rejects.toThrow('GET /people (PeopleController.list)');
    Reflect.defineMetadata(PERMISSION, word, handler);
  });

  it.each<[string, (server: FastifyInstance) => unknown]>([
    ['GET /api/v1/everything', (server) => server.get('/api/v1/everything', answer)],
    ['GET /everything', (server) => server.get('/everything', answer)],
    // A controller's address, beside where it is served, or by a method that it has not.
    ['GET /people', (server) => server.get('/people', answer)],
    ['PUT /api/v1/people', (server) => server.put('/api/v1/people', answer)],
    ['POST /api/reference/x', (server) => server.post('/api/reference/x', answer)],
  ])('stops at %s, put on the server past the controllers', async (name, put) => {
    await expect(startWith(put)).rejects.toThrow(`Nobody has said who may use ${name}`);
  });
});
