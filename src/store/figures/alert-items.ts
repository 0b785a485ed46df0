import type { EntityManager } from 'typeorm';
import type { FigureReader } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { BusinessFunction } from '../../entities/people.js';
import { together, type AlertKind, type AlertRule } from '../../insights/alerts.js';
import { kpi, releasedEvery } from '../../insights/catalogue.js';
import { answersOf, figureOf, fits } from '../../insights/figures.js';
import { differenceOf, type Share } from '../../insights/interval.js';
import { reasonsOf, type Reason } from '../../insights/places.js';
import { actBehind } from './alert-acts.js';
import { mayHear } from './readers.js';
import { newestReleases, readReleases } from './releases.js';
import { ms } from '../instants.js';

/** A figure of one period; null: there was none that could be shown. */
interface Reading {
  period: string;
  figure: Share | null;
}

/** What a message says of an alert, as it stands now. */
export interface AlertItemRow extends AlertRule {
  alertId: string;
  reader: FigureReader;
  program: string;
  programId: string;
  capability: string;
  capabilityCode: string;
  region: string;
  /** Of the people who are counted; null: any. */
  function: BusinessFunction | null;
  kind: AlertKind;
  every: 'week' | 'month';
  state: 'open' | 'acknowledged' | 'snoozed' | 'over' | 'resolved' | 'ended';
  /** Who said so last, by name, and when; null: nobody, or it came by itself. */
  by: string | null;
  at: Instant | null;
  /** Who asked them to take it, by name; null: nobody, or themselves. */
  askedBy: string | null;
  snoozedUntil: string | null;
  /** What whoever brought it to this state said with that. */
  note: string | null;
  opened: Reading;
  /** Of the newest period, or of that with which it closed. */
  newest: Reading;
  /** Of a trend: the periods before the newest, taken together. */
  before: Share | null;
  /** All other regions together, in the newest period. */
  elsewhere: Share | null;
  /** Whether the difference to them may be chance. */
  withinNoise: boolean;
  /** Why coaching stalls there, as far as it can be told; empty once it is closed. */
  reasons: Reason[];
}

type Stored = Omit<
  AlertItemRow,
  'every' | 'opened' | 'newest' | 'before' | 'elsewhere' | 'withinNoise' | 'reasons'
> & {
  openedIn: string;
  closedIn: string | null;
};

const ALERT = `
  SELECT a.id AS "alertId", p.name AS program, p.id AS "programId", k.name AS capability, k.code AS "capabilityCode",
         a.region, r.function, a.kind, r.kpi, r.direction, r.threshold, r.margin, r.periods, r.earlier, a.opened_in AS "openedIn", a.closed_in AS "closedIn",
         s.state, (SELECT w.name FROM person w WHERE w.id = CASE s.state
           WHEN 'resolved' THEN a.closed_by WHEN 'snoozed' THEN a.snoozed_by WHEN 'acknowledged' THEN a.acknowledged_by END) AS by,
         ${ms("CASE s.state WHEN 'acknowledged' THEN a.acknowledged_at ELSE a.closed_at END")} AS at,
         (SELECT w.name FROM person w WHERE w.id = d.by_id AND d.by_id <> d.taker_id AND s.state = 'acknowledged') AS "askedBy",
         a.snoozed_until::text AS "snoozedUntil", d.note`;

const FROM = `
    JOIN figure_alert_rule r ON r.id = a.rule_id
    JOIN program p ON p.id = r.program_id
    JOIN capability k ON k.id = a.capability_id
   CROSS JOIN LATERAL (SELECT CASE WHEN a.closed_in IS NOT NULL THEN a.closed_how
           WHEN a.snoozed_until > ($2::timestamptz AT TIME ZONE 'UTC')::date THEN 'snoozed'
           WHEN a.acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'open' END AS state) s
    LEFT JOIN LATERAL (${actBehind('t.by_id, t.taker_id, t.note', 's.state')}) d ON true`;

/**
 * The alerts that a message speaks of and its reader may read, in its order.
 * @param at the instant as of which it speaks: a card is edited as of its own
 */
export async function readAlertItems(
  tx: EntityManager,
  deliveryId: string,
  at: Instant,
  now: Instant,
): Promise<AlertItemRow[]> {
  const rows = (await tx.query(
    `${ALERT}, n.audience AS reader
       FROM nudge n
       JOIN figure_alert a ON a.id = CASE WHEN n.obligation LIKE 'alert/%' THEN split_part(n.obligation, '/', 2)::uuid END ${FROM}
      WHERE n.delivery_id = $1 AND n.enrolment_id IS NULL AND n.state IN ('claimed', 'handedOver') AND ${mayHear('$3')}
      ORDER BY a.kind = 'noData', n.place, n.id`,
    [deliveryId, toIso(at), toIso(now)],
  )) as Stored[];
  const items: AlertItemRow[] = [];
  for (const row of rows) items.push(await withFigures(tx, row));
  return items;
}

/** One alert, whoever reads it; null: there is none. */
export async function readAlertItem(
  tx: EntityManager,
  alertId: string,
  now: Instant,
): Promise<AlertItemRow | null> {
  const [row] = (await tx.query(
    `${ALERT}, 'leadership' AS reader FROM figure_alert a ${FROM} WHERE a.id = $1`,
    [alertId, toIso(now)],
  )) as Stored[];
  return row ? withFigures(tx, row) : null;
}

/** Enough to begin with: each is composed by itself. */
const MOST_WAITING = 10;

/** Open alerts that nobody has taken, for whoever may act on them, and those that they have taken; the newest first. */
export async function readWaitingAlerts(
  tx: EntityManager,
  personId: string,
  now: Instant,
): Promise<AlertItemRow[]> {
  const rows = (await tx.query(
    `${ALERT}, h.reader
       FROM figure_alert a ${FROM}
      CROSS JOIN LATERAL (SELECT CASE $1::uuid WHEN p.owner_id THEN 'programOwner' WHEN p.sponsor_id THEN 'sponsor' ELSE (
        SELECT min(g.role) FROM role_grant g WHERE g.person_id = $1::uuid AND g.role IN ('leadership', 'training')
           AND g.valid_from <= $2::timestamptz AND (g.valid_to IS NULL OR g.valid_to > $2::timestamptz)) END AS reader) h
      WHERE a.closed_in IS NULL AND h.reader IS NOT NULL
        AND (s.state = 'open' OR s.state = 'acknowledged' AND a.acknowledged_by = $1::uuid)
      ORDER BY s.state = 'acknowledged', a.kind = 'noData', a.opened_in DESC, a.id DESC LIMIT ${MOST_WAITING}`,
    [personId, toIso(now)],
  )) as Stored[];
  const items: AlertItemRow[] = [];
  for (const row of rows) items.push(await withFigures(tx, row));
  return items;
}

async function withFigures(
  tx: EntityManager,
  { openedIn, closedIn, ...alert }: Stored,
): Promise<AlertItemRow> {
  const { programId, region, capabilityCode, earlier } = alert;
  const cut = alert.function === null ? {} : { function: alert.function };
  const figure = kpi(alert.kpi);
  const tables = await readReleases(tx, programId, figure.question, {
    from: earlier === null ? openedIn : undefined,
    to: closedIn ?? undefined,
    capability: capabilityCode,
    by: ['region', 'function'],
    of: figure,
  });
  const at = (period: string): Reading => {
    const rows = tables.find((table) => table.period === period)?.rows ?? [];
    return { period, figure: figureOf(rows, figure, { region, ...cut }).share };
  };
  const last = tables.at(-1);
  const newest = at(closedIn ?? last?.period ?? openedIn);
  const readings = tables
    .filter(({ period }) => period < newest.period)
    .map(({ period }) => ({ period, share: at(period).figure }));
  const others = (last?.rows ?? []).filter((row) => fits(row, { region }) === 'not');
  const elsewhere = figureOf(others, figure, cut).share;
  const stalls =
    closedIn === null
      ? await newestReleases(tx, programId, 'stalls', {
          capability: capabilityCode,
          by: ['region', 'function'],
        })
      : [];
  const [table] = stalls;
  return {
    ...alert,
    every: releasedEvery(alert.kpi),
    opened: at(openedIn),
    newest,
    before: earlier === null ? null : together(readings, earlier),
    elsewhere,
    withinNoise:
      newest.figure !== null && elsewhere !== null && differenceOf(newest.figure, elsewhere).withinNoise,
    reasons: reasonsOf(answersOf(table?.rows ?? [], { region, ...cut })?.answers ?? {}),
  };
}
