import type { EntityManager } from 'typeorm';
import { digestKey, digestsOf } from '../../domain/message/subject.js';
import type { FigureReader } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { StallReason } from '../../domain/words.js';
import { kpi, type KpiName } from '../../insights/catalogue.js';
import { areComparable, figureOf, type Figure } from '../../insights/figures.js';
import type { Share } from '../../insights/interval.js';
import type { QuestionName } from '../../insights/questions.js';
import type { Look } from '../../insights/summary.js';
import { placesOf, type Place } from '../../insights/places.js';
import { endOf, lastClosed, weeksFrom, type Week } from '../../insights/weeks.js';
import { readLearned, type AdoptedByVersion, type SeldomMet } from './refinements.js';
import { tellFigures } from './messages.js';
import { managersOf, mayHear, subscribersOf } from './readers.js';
import { readPeriods, readReleases, type Published } from './releases.js';
import { isTakenBack } from '../loops/log.js';
import { unknown } from '../refusal.js';

/** So many weeks back figures are held against themselves. */
const BEFORE = 4;
const MOST_PLACES = 3;
/** Of each capability the newest that can be told, and the one before. */
const MOST_VERSIONS = 2;

/** Once a week has closed and its figures are out, whoever reads those of a program, or coaches in it, is told of it. */
export async function queueDigests(
  tx: EntityManager,
  programId: string,
  lanes: number,
  now: Instant,
): Promise<void> {
  const week = lastClosed(now);
  const subject = digestKey(programId, week);
  if ((await readPeriods(tx, programId, 'standing')).at(-1) !== week || (await isQueued(tx, subject))) return;
  await withdrawEarlier(tx, programId);
  const readers = await subscribersOf(tx, programId, 'digest', now);
  const known = new Set(readers.map(({ personId }) => personId));
  const managers = (await managersOf(tx, programId, now)).filter(({ personId }) => !known.has(personId));
  await tellFigures(tx, [{ subject, rung: 0, people: [...readers, ...managers] }], lanes, now);
}

const isQueued = async (tx: EntityManager, subject: string): Promise<boolean> =>
  (
    (await tx.query('SELECT 1 FROM nudge WHERE enrolment_id IS NULL AND obligation = $1 LIMIT 1', [
      subject,
    ])) as unknown[]
  ).length > 0;

/** Whoever comes back after weeks reads of the last one. */
const withdrawEarlier = (tx: EntityManager, programId: string): Promise<unknown> =>
  tx.query(
    `UPDATE nudge SET state = 'withdrawn'
      WHERE enrolment_id IS NULL AND state = 'queued' AND starts_with(obligation, $1)`,
    [digestsOf(programId)],
  );

/** What a message says of a week. */
export interface DigestItemRow {
  reader: FigureReader;
  program: string;
  programId: string;
  week: Week;
  /** Of the whole program, and four weeks before where the two may be compared; empty to managers. */
  figures: { kpi: KpiName; now: Share; before: Share | null }[];
  intervene: PlaceRow[];
  works: PlaceRow[];
  /** How many adopted what they were taught, where that is least; only for the training team. */
  versions: AdoptedByVersion[];
  /** Of its anchors those that are seldom met; only for the training team. */
  seldomMet: SeldomMet[];
  alerts: { open: number; untaken: number };
  /** The reader's own line; null: they read figures of many. */
  own: OwnLine | null;
}

export type PlaceRow = Pick<Place, 'region' | 'because'> & {
  /** What it is called. */
  capability: string;
  figure: Share;
  against: Share;
  withinNoise: boolean;
  reason: { reason: StallReason; count: number } | null;
};

export interface OwnLine {
  loops: number;
  /** Of these, in the week. */
  observed: number;
  adopted: number;
  stalled: number;
  /** For which most of them wait; null: none does. */
  reason: StallReason | null;
}

/** The weeks that a message speaks of. */
export async function readDigestItems(
  tx: EntityManager,
  deliveryId: string,
  now: Instant,
): Promise<DigestItemRow[]> {
  const rows = (await tx.query(
    `SELECT n.audience AS reader, n.person_id AS "personId", p.id AS "programId", p.name AS program, split_part(n.obligation, '/', 3) AS week
       FROM nudge n
       JOIN program p ON p.id = CASE WHEN n.obligation LIKE 'digest/%' THEN split_part(n.obligation, '/', 2)::uuid END
      WHERE n.delivery_id = $1 AND n.enrolment_id IS NULL AND n.state IN ('claimed', 'handedOver') AND ${mayHear('$2')}
      ORDER BY n.place, n.id`,
    [deliveryId, toIso(now)],
  )) as (Pick<DigestItemRow, 'reader' | 'program' | 'programId' | 'week'> & { personId: string })[];
  const items: DigestItemRow[] = [];
  for (const { personId, ...row } of rows)
    items.push(row.reader === 'manager' ? await ofLine(tx, row, personId) : await ofMany(tx, row));
  return items;
}

/** The newest week of a program, as whoever reads figures of many is told it. @throws Refusal (notFound) where none is released */
export async function readNewestDigest(
  tx: EntityManager,
  programId: string,
  reader: FigureReader,
): Promise<DigestItemRow> {
  const [program] = (await tx.query('SELECT name FROM program WHERE id = $1', [programId])) as {
    name: string;
  }[];
  const week = (await readPeriods(tx, programId, 'standing')).at(-1);
  if (!program || week === undefined) throw unknown('released week of the program', programId);
  return ofMany(tx, { reader, program: program.name, programId, week });
}

type Head = Pick<DigestItemRow, 'reader' | 'program' | 'programId' | 'week'>;

async function ofLine(tx: EntityManager, head: Head, personId: string): Promise<DigestItemRow> {
  const [own] = (await tx.query(
    `SELECT count(*)::int AS loops,
            count(*) FILTER (WHERE EXISTS (
              SELECT 1 FROM fact f WHERE f.enrolment_id = e.id AND f.kind = 'observed' AND f.happened_at >= $3 AND f.happened_at < $4
                 AND NOT ${isTakenBack('f')}))::int AS observed,
            count(*) FILTER (WHERE e.phase IN ('sustain', 'completed'))::int AS adopted,
            count(e.stall_reason)::int AS stalled, mode() WITHIN GROUP (ORDER BY e.stall_reason) AS reason
       FROM enrolment e WHERE e.program_id = $1 AND e.manager_id = $2 AND (e.ended_at IS NULL OR e.phase = 'completed')`,
    [head.programId, personId, `${head.week}T00:00:00Z`, toIso(endOf(head.week))],
  )) as [OwnLine];
  const none = {
    figures: [],
    intervene: [],
    works: [],
    versions: [],
    seldomMet: [],
    alerts: { open: 0, untaken: 0 },
  };
  return { ...head, ...none, own };
}

async function ofMany(tx: EntityManager, head: Head): Promise<DigestItemRow> {
  const { programId, week, reader } = head;
  const before = weeksFrom(week, -BEFORE);
  const read = (question: QuestionName, at: Week, look: Look): Promise<Published[]> =>
    readReleases(tx, programId, question, { from: at, to: at, ...look });
  const by = ['region'] as const;
  const names = await capabilityNames(tx, programId);
  const [standing, stalls, stallsBefore] = [
    await read('standing', week, { by, of: kpi('adopted') }),
    await read('stalls', week, { by }),
    await read('stalls', before, { by, of: kpi('stalled') }),
  ];
  const figures: DigestItemRow['figures'] = [];
  for (const name of ['adopted', 'stalled', 'nothingPlanned'] as const) {
    const of = kpi(name);
    const figure = async (at: Week): Promise<Figure> =>
      figureOf(
        (await read(of.question, at, { of })).flatMap(({ rows }) => rows),
        of,
      );
    const [now, then] = [await figure(week), await figure(before)];
    if (now.share)
      figures.push({ kpi: name, now: now.share, before: areComparable(then, now) ? then.share : null });
  }
  const rowsOf = (tables: readonly Published[], id: string) =>
    tables.find(({ capabilityId }) => capabilityId === id)?.rows;
  const { intervene, works } = placesOf(
    stalls.map(({ capabilityId, capability, rows }) => ({
      capabilityId,
      capability,
      stalls: rows,
      standing: rowsOf(standing, capabilityId) ?? [],
      stallsBefore: rowsOf(stallsBefore, capabilityId) ?? null,
    })),
  );
  const told = (places: readonly Place[], not: readonly Place[] = []): PlaceRow[] =>
    without(places, not)
      .slice(0, MOST_PLACES)
      .map((place) => toldOf(place, names.get(place.capabilityId)!));
  const learned = reader === 'training' ? await readLearned(tx, programId, week) : null;
  return {
    ...head,
    figures,
    intervene: told(intervene),
    works: told(works, intervene),
    versions: (learned?.adopted ?? []).slice(0, MOST_PLACES).flatMap((told) => told.slice(-MOST_VERSIONS)),
    seldomMet: (learned?.seldomMet ?? []).slice(0, MOST_PLACES),
    alerts: await countAlerts(tx, programId),
    own: null,
  };
}

/** Those that do not stand among others already. */
const without = (places: readonly Place[], others: readonly Place[]): Place[] =>
  places.filter(
    ({ region, capabilityId }) =>
      !others.some((other) => other.region === region && other.capabilityId === capabilityId),
  );

const toldOf = (
  { region, because, figure, against, difference, reasons: [first] }: Place,
  capability: string,
): PlaceRow => ({
  region,
  capability,
  because,
  figure: figure.share!,
  against: against.share!,
  withinNoise: difference.withinNoise,
  reason: first ? { reason: first.reason, count: first.count } : null,
});

async function capabilityNames(tx: EntityManager, programId: string): Promise<Map<string, string>> {
  const rows = (await tx.query(
    `SELECT k.id, k.name FROM program_capability p JOIN capability k ON k.id = p.capability_id WHERE p.program_id = $1`,
    [programId],
  )) as { id: string; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function countAlerts(tx: EntityManager, programId: string): Promise<DigestItemRow['alerts']> {
  const [counts] = (await tx.query(
    `SELECT count(*)::int AS open, count(*) FILTER (WHERE a.acknowledged_at IS NULL)::int AS untaken
       FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id WHERE r.program_id = $1 AND a.closed_in IS NULL`,
    [programId],
  )) as [DigestItemRow['alerts']];
  return counts;
}
