import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import type { CalendarsOf, Seat } from '../../domain/people.js';
import { levelNumber, type Rubric } from '../../domain/rubric.js';
import type { CalendarSlice, DateSpan } from '../../domain/time.js';

const MOST = 20_000;

/** Remembers what never changes; forgets all of it when there is too much, which is simpler than choosing. */
class Memory<T> {
  private readonly kept = new Map<string, T>();

  get = (key: string): T | undefined => this.kept.get(key);

  keep(key: string, value: T): T {
    if (this.kept.size >= MOST) this.kept.clear();
    this.kept.set(key, value);
    return value;
  }
}

/** Published versions of cadences, rubrics and calendars: immutable, so read once a process. */
export class Rules {
  private readonly cadences = new Memory<Cadence>();
  private readonly rubrics = new Memory<Rubric>();
  private readonly calendars = new Memory<CalendarSlice>();
  private readonly ofProgram = new Memory<CalendarSlice>();

  /** @throws Error if there is no such version: a foreign key says there is */
  async cadence(tx: EntityManager, id: string): Promise<Cadence> {
    return (
      this.cadences.get(id) ?? this.cadences.keep(id, await readDocument<Cadence>(tx, 'cadence_version', id))
    );
  }

  /** @throws Error if there is no such version: a foreign key says there is */
  async rubric(tx: EntityManager, id: string): Promise<Rubric> {
    return (
      this.rubrics.get(id) ?? this.rubrics.keep(id, await readDocument<Rubric>(tx, 'rubric_version', id))
    );
  }

  /** The number of the rubric level that a cadence asks for. */
  async level(tx: EntityManager, rubricVersionId: string, code: string): Promise<number> {
    const level = levelNumber(await this.rubric(tx, rubricVersionId), code);
    if (level === null)
      throw new Error(`the rubric ${rubricVersionId} has no level "${code}", which its cadence asks for`);
    return level;
  }

  /** The calendars of these seats, less the days on which their program is not coached. */
  async calendarsOf(
    tx: EntityManager,
    seats: readonly Seat[],
    blackouts: readonly DateSpan[],
  ): Promise<CalendarsOf> {
    // Held here as well: what is remembered may be forgotten before these calendars are asked for.
    const held = new Map(seats.map((seat) => [keyOf(seat), this.calendars.get(keyOf(seat))]));
    const missing = seats.filter((seat) => held.get(keyOf(seat)) === undefined);
    if (missing.length > 0) {
      const rows = (await tx.query(
        `SELECT person_id, version, slice FROM calendar_version
          WHERE (person_id, version) IN (SELECT * FROM unnest($1::uuid[], $2::int[]))`,
        [missing.map(({ person }) => person), missing.map(({ calendar }) => calendar)],
      )) as { person_id: string; version: number; slice: CalendarSlice }[];
      for (const { person_id, version, slice } of rows) {
        const key = keyOf({ person: person_id, calendar: version });
        held.set(key, this.calendars.keep(key, slice));
      }
    }
    const closed = blackouts.length === 0 ? '' : JSON.stringify(blackouts);
    return (seat) => {
      const slice = held.get(keyOf(seat));
      if (!slice) throw new Error(`person ${seat.person} has no calendar version ${seat.calendar}`);
      if (closed === '') return slice;
      const key = `${keyOf(seat)} ${closed}`;
      return (
        this.ofProgram.get(key) ??
        this.ofProgram.keep(key, { ...slice, blackouts: [...slice.blackouts, ...blackouts] })
      );
    };
  }
}

const keyOf = ({ person, calendar }: Seat): string => `${person}@${calendar}`;

async function readDocument<T>(
  tx: EntityManager,
  table: 'cadence_version' | 'rubric_version',
  id: string,
): Promise<T> {
  const [row] = (await tx.query(`SELECT document FROM ${table} WHERE id = $1`, [id])) as { document: T }[];
  if (!row) throw new Error(`there is no ${table} ${id}`);
  return row.document;
}
