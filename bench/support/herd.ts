import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { look } from '../../src/activities/looking.js';
import type { Cadence } from '../../src/domain/cadence.js';
import { LAUNCH_WAVE } from '../../src/domain/cadence-templates.js';
import { HOUR, MINUTE, toIso } from '../../src/domain/time.js';
import { openLoops } from '../../src/store/programs/rollouts.js';
import { Rules } from '../../src/store/loops/rules.js';
import { inTransaction } from '../../src/store/transaction.js';
import { atOnce } from '../workers/at-once.js';
import { LANES } from './herd-size.js';
import { anOrganisation } from './organisation.js';
import type { Arrival, Sink } from './sink.js';

/** The morning on which everybody's first rung speaks: three working days before the first visit is due. */
export const SLOT = Date.parse('2026-03-11T08:30:00+01:00');
export const LAUNCHED_AT = Date.parse('2026-03-02T09:00:00+01:00');

const { observe, ...ladders } = LAUNCH_WAVE.ladders;
/** By mail alone: Slack takes about one message a second. */
export const CADENCE: Cadence = {
  ...LAUNCH_WAVE,
  ladders: { ...ladders, observe: observe.map((rung) => ({ ...rung, via: ['email'] })) },
};

const BATCH = 500;
const LOOKS_AT_ONCE = 8;
const silent = { info() {}, warn: console.warn, error: console.error };

/** Opens loops and lets each look as it does ahead of a slot: what they have to say stands ready for it. */
export async function standReady(dataSource: DataSource, loops: number): Promise<void> {
  const now = SLOT - MINUTE;
  const given = { now, cadence: CADENCE, launchedAt: LAUNCHED_AT };
  const { complete, program } = await anOrganisation(dataSource, loops, given);
  await inTransaction(dataSource, complete);
  const rules = new Rules();
  for (let opened = BATCH; opened === BATCH;)
    ({ opened } = await inTransaction(dataSource, (tx) => openLoops(tx, program, rules, now, BATCH)));
  const ids = await dataSource.query<{ id: string }[]>('SELECT id FROM enrolment');
  const deps = { dataSource, rules, lanes: LANES, spread: 24 * HOUR, build: 'bench', log: silent };
  await atOnce(LOOKS_AT_ONCE, ids.length, (index) => look(ids[index]!.id, now, deps));
  // As autovacuum has done long before a morning comes.
  await dataSource.query('ANALYZE');
}

/** Resolves when so many loops have looked since the slot. */
export async function allAwake(dataSource: DataSource, loops: number): Promise<void> {
  for (;;) {
    const [row] = await dataSource.query<{ awake: number }[]>(
      'SELECT count(*)::int AS awake FROM enrolment WHERE looked_at >= $1',
      [toIso(SLOT)],
    );
    if (row!.awake >= loops) return;
    await pause(100);
  }
}

const QUIET = 30_000;

/** What arrived, once it is so much, or once nothing has come for half a minute. */
export async function arrived(sink: Sink, count: number): Promise<Arrival[]> {
  let [known, since] = [0, Date.now()];
  for (;;) {
    const arrivals = await sink.arrivals();
    if (arrivals.length > known) [known, since] = [arrivals.length, Date.now()];
    if (known >= count || Date.now() - since > QUIET) return arrivals;
    await pause(250);
  }
}

/** Resolves when no message of the slot is under way or waits to be. */
export async function settled(dataSource: DataSource): Promise<void> {
  for (;;) {
    const [row] = await dataSource.query<{ open: number }[]>(
      `SELECT (SELECT count(*) FROM delivery WHERE state IN ('sending', 'retrying'))::int
            + (SELECT count(*) FROM nudge WHERE state = 'claimed' OR (state = 'queued' AND slot_at <= $1))::int AS open`,
      [toIso(SLOT)],
    );
    if (row!.open === 0) return;
    await pause(100);
  }
}

export interface Kept {
  /** Message keys that were seen more than once. */
  duplicates: number;
  /** Managers to whom nothing came. */
  lost: number;
}

/** What became of the messages: who was told twice, who not at all. */
export async function keptOf(dataSource: DataSource, arrivals: readonly Arrival[]): Promise<Kept> {
  const keys = arrivals.map(([key]) => key);
  const seen = new Set(keys);
  const [row] = await dataSource.query<{ lost: number }[]>(
    `SELECT count(*)::int AS lost FROM person m WHERE m.role = 'manager' AND NOT EXISTS (
       SELECT 1 FROM delivery d WHERE d.person_id = m.id AND d.id::text = ANY($1))`,
    [[...seen]],
  );
  return { duplicates: keys.length - seen.size, lost: row!.lost };
}
