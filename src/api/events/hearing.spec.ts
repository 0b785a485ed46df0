import { EventEmitter, on } from 'node:events';
import pg from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { gateTo, type Gate } from '../../../test/support/gate.js';
import { Hearing } from './hearing.js';

describe('hearing what Postgres tells', () => {
  let database: FreshDatabase;
  let gate: Gate;
  let hearing: Hearing;
  const told = new EventEmitter();
  const heard = on(told, 'message');
  /** Null: messages may have been missed. */
  const next = async (): Promise<string | null> =>
    ((await heard.next()) as IteratorResult<[string | null], never>).value[0];

  beforeEach(async () => {
    database = await freshDatabase();
    gate = await gateTo(database.url);
    hearing = new Hearing(gate.url, 'change', (message) => told.emit('message', message), {
      probeEvery: 20,
      answersWithin: 500,
      againAfter: 1,
    });
  });
  afterEach(async () => {
    await gate.close();
    await hearing.close();
    await database.drop();
  });

  async function tell(message: string): Promise<void> {
    const teller = new pg.Client({ connectionString: database.url });
    await teller.connect();
    await teller.query(`SELECT pg_notify('change', $1)`, [message]);
    await teller.end();
  }

  it('goes on after the way to it was lost without a word, and says what may be missing', async () => {
    expect(await next()).toBeNull();
    await tell('first');
    expect(await next()).toBe('first');
    gate.forget();
    await tell('missed');
    expect(await next()).toBeNull();
    await tell('second');
    expect(await next()).toBe('second');
  }, 20_000);
});
