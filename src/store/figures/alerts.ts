import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';
import { movesAt, type AlertKind, type Raised, type Reading } from '../../insights/alerts.js';
import { readRulesOf, type StoredRule } from './alert-rules.js';
import { tellOpened, tellOver, tellRested } from './messages.js';
import { subscribersOf } from './readers.js';
import { Readings, type Place } from './readings.js';

/**
 * Lets the rules of a program look at every period that was released since they looked, in order, and tells whoever
 * wants to hear what opens and closes, and what has rested long enough. Done twice it changes nothing.
 * @param lanes how many delivery lanes there are
 */
export async function evaluateAlerts(
  tx: EntityManager,
  programId: string,
  lanes: number,
  now: Instant,
): Promise<{ opened: number; closed: number }> {
  // A rule that ends meanwhile opens nothing that nobody would look at again.
  await tx.query('SELECT 1 FROM figure_alert_rule WHERE program_id = $1 ORDER BY id FOR UPDATE', [programId]);
  await wakeRested(tx, programId, lanes, now);
  const published = new Readings(tx, programId);
  const newest = await readNewest(tx, programId);
  const looked: { id: string; period: string }[] = [];
  const found: Found[] = [];
  for (const rule of await readRulesOf(tx, programId)) {
    const periods = await published.periodsOf(rule);
    const unseen = periods.filter((period) => rule.lookedAt === null || period > rule.lookedAt);
    if (unseen.length === 0) continue;
    looked.push({ id: rule.id, period: unseen.at(-1)! });
    for (const place of await published.placesOf(rule)) {
      const readings = await published.courseOf(rule, place);
      const courses = unseen.map((period) => readings.slice(0, periods.indexOf(period) + 1));
      found.push(...course(rule, place, courses, newest.get(keyOf(rule.id, place)) ?? null));
    }
  }
  const opened = found.filter(({ id }) => id !== null);
  const closed = found.filter(({ closedIn }) => closedIn !== null);
  // First what is over: of one place at most one alert is open.
  await close(
    tx,
    programId,
    closed.filter(({ id }) => id === null),
    lanes,
    now,
  );
  await open(tx, opened, now);
  const subscribers = await subscribersOf(tx, programId, 'alert', now);
  const news = opened.flatMap(({ id, closedIn }) => (closedIn === null ? id! : []));
  await tellOpened(tx, news, subscribers, lanes, now);
  await tx.query(
    `UPDATE figure_alert_rule r SET looked_at = l.period FROM jsonb_to_recordset($1::jsonb) AS l (id uuid, period text) WHERE r.id = l.id`,
    [JSON.stringify(looked)],
  );
  return { opened: opened.length, closed: closed.length };
}

/** An alert that opens, or closes, or both: several periods may be looked at in one night. */
interface Found extends Place {
  /** Null: it was open before. */
  id: string | null;
  ruleId: string;
  kind: AlertKind;
  openedIn: string | null;
  openedShare: number | null;
  closedIn: string | null;
  closedShare: number | null;
}

/** @param courses up to each period that was not looked at yet, in order */
function course(
  rule: StoredRule,
  place: Place,
  courses: readonly (readonly Reading[])[],
  before: Raised | null,
): Found[] {
  const found: Found[] = [];
  let newest = before;
  for (const readings of courses) {
    const { period, share } = readings.at(-1)!;
    const now = share?.share ?? null;
    for (const move of movesAt(rule, readings, newest)) {
      const last = found.at(-1);
      if ('open' in move) {
        newest = { kind: move.open, closedIn: null };
        const closed = { closedIn: null, closedShare: null };
        found.push({
          id: uuid(),
          ruleId: rule.id,
          ...place,
          kind: move.open,
          openedIn: period,
          openedShare: now,
          ...closed,
        });
      } else {
        const { kind } = newest!;
        newest = { kind, closedIn: period };
        const closed = { closedIn: period, closedShare: now };
        if (last?.closedIn === null) Object.assign(last, closed);
        else
          found.push({
            id: null,
            ruleId: rule.id,
            ...place,
            kind,
            openedIn: null,
            openedShare: null,
            ...closed,
          });
      }
    }
  }
  return found;
}

const keyOf = (ruleId: string, { capabilityId, region }: Place): string =>
  `${ruleId}/${capabilityId}/${region}`;

/** The newest alert of each rule about each place. */
async function readNewest(tx: EntityManager, programId: string): Promise<Map<string, Raised>> {
  const rows = (await tx.query(
    `SELECT DISTINCT ON (a.rule_id, a.capability_id, a.region) a.rule_id AS "ruleId", a.capability_id AS "capabilityId", a.region,
            a.kind, a.closed_in AS "closedIn"
       FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id WHERE r.program_id = $1 AND r.ended_at IS NULL
      ORDER BY a.rule_id, a.capability_id, a.region, a.opened_in DESC, a.opened_at DESC, a.id DESC`,
    [programId],
  )) as (Raised & Place & { ruleId: string })[];
  return new Map(
    rows.map(({ ruleId, kind, closedIn, ...place }) => [keyOf(ruleId, place), { kind, closedIn }]),
  );
}

const RECORD = `(id uuid, "ruleId" uuid, "capabilityId" uuid, region text, kind text, "openedIn" text, "openedShare" float8, "closedIn" text, "closedShare" float8)`;

/** Those of an earlier period that are over already are written as such: nobody hears of them. */
const open = (tx: EntityManager, alerts: readonly Found[], now: Instant): Promise<unknown> =>
  tx.query(
    `INSERT INTO figure_alert (id, rule_id, capability_id, region, kind, opened_in, opened_at, opened_share, closed_in, closed_at, closed_how, closed_share)
     SELECT a.id, a."ruleId", a."capabilityId", a.region, a.kind, a."openedIn", $2, a."openedShare", a."closedIn",
            CASE WHEN a."closedIn" IS NOT NULL THEN $2::timestamptz END, CASE WHEN a."closedIn" IS NOT NULL THEN 'over' END, a."closedShare"
       FROM jsonb_to_recordset($1::jsonb) AS a ${RECORD}`,
    [JSON.stringify(alerts), toIso(now)],
  );

async function close(
  tx: EntityManager,
  programId: string,
  alerts: readonly Found[],
  lanes: number,
  now: Instant,
): Promise<void> {
  // But for what somebody closed while this was looking.
  const [closed] = (await tx.query(
    `UPDATE figure_alert f SET closed_in = a."closedIn", closed_at = $2, closed_how = 'over', closed_share = a."closedShare"
       FROM jsonb_to_recordset($1::jsonb) AS a ${RECORD}
      WHERE f.rule_id = a."ruleId" AND f.capability_id = a."capabilityId" AND f.region = a.region AND f.closed_in IS NULL RETURNING f.id`,
    [JSON.stringify(alerts), toIso(now)],
  )) as [{ id: string }[], number];
  await tellOver(
    tx,
    programId,
    closed.map(({ id }) => id),
    null,
    lanes,
    now,
  );
}

/** Alerts whose rest is over are open again, and told anew. */
async function wakeRested(tx: EntityManager, programId: string, lanes: number, now: Instant): Promise<void> {
  const [rested] = (await tx.query(
    `UPDATE figure_alert a SET snoozed_until = NULL, snoozed_by = NULL FROM figure_alert_rule r
      WHERE r.id = a.rule_id AND r.program_id = $1 AND a.closed_in IS NULL
        AND a.snoozed_until <= ($2::timestamptz AT TIME ZONE 'UTC')::date RETURNING a.id`,
    [programId, toIso(now)],
  )) as [{ id: string }[], number];
  await tellRested(
    tx,
    programId,
    rested.map(({ id }) => id),
    lanes,
    now,
  );
}
