import type { RunningPostgres } from '../demo/parts/postgres.js';
import { evaluateAlerts } from '../src/store/figures/alerts.js';
import { measureGroups } from '../src/store/figures/counts.js';
import { releaseFigures } from '../src/store/figures/releases.js';
import { inTransaction } from '../src/store/transaction.js';
import { startTestApi, type TestApi } from '../test/support/api.js';
import { addRules, forgetNewest, RULES } from './insights/rules.js';
import { SCREENS, type Asked } from './insights/screens.js';
import { NEW_FACTS, tellSome } from './insights/night.js';
import { aGlobalOrganisation, type GlobalOrganisation } from './organisation/global.js';
import type { Bench } from './support/bench.js';
import { percentile, round } from './support/statistics.js';

const SMALL = 10_000;
const CAPABILITIES = 20;
const ASKED = 120;
const WARMING = 5;
const LANES = 8;
/** A Wednesday morning. */
const NOW = Date.parse('2026-09-16T06:00:00Z');

interface AtSize {
  enrolments: number;
  facts: number;
  rows: { what: string; value: string }[];
  worstScreenP95Ms: number;
  alertEvaluationSeconds: number;
  countMsPerNewFact: number;
  rebuildFactsPerSecond?: number;
}

/** Screens and nightly work over the figures of a global company: with 10,000 enrolments, and with as many as are asked for. */
export const insights: Bench = async (postgres, { loops }) => {
  const sizes: AtSize[] = [];
  for (const size of [...new Set([Math.min(SMALL, loops), loops])]) sizes.push(await atSize(postgres, size));
  const names = sizes.at(-1)!.rows.map(({ what }) => what);
  const worst = (of: (size: AtSize) => number): number => Math.max(...sizes.map(of));
  const each = sizes.flatMap(({ rows: _, enrolments, ...figures }) =>
    (Object.entries(figures) as [string, number][]).map(([name, value]) => [
      `${name}At${enrolments}`,
      round(value),
    ]),
  );
  return {
    rows: names.map((what) => ({
      what,
      ...Object.fromEntries(
        sizes.map(({ enrolments, rows }) => [
          `${enrolments} enrolments`,
          rows.find((row) => row.what === what)!.value,
        ]),
      ),
    })),
    figures: {
      enrolments: sizes.at(-1)!.enrolments,
      worstScreenP95Ms: round(worst((size) => size.worstScreenP95Ms)),
      alertEvaluationSeconds: round(worst((size) => size.alertEvaluationSeconds)),
      ...Object.fromEntries(each),
    },
    limit:
      'docs/performance.md says what: queries of queue and team, tables that are read, and of the night whole logs.',
  };
};

async function atSize(postgres: RunningPostgres, loops: number): Promise<AtSize> {
  process.env.TEST_DATABASE_URL = postgres.adminUrl;
  const api = await startTestApi({
    at: new Date(NOW).toISOString(),
    settings: { requestsPerMinute: 1_000_000 },
  });
  try {
    const reps = Math.round(loops / CAPABILITIES);
    const [written, org] = await taking(() =>
      aGlobalOrganisation(api.dataSource, { reps, capabilities: CAPABILITIES }, NOW),
    );
    said(`${org.loops} enrolments with ${org.facts} facts written in ${round(written)} s`);
    const work = await nightlyWork(api, org);
    const screens = await askScreens(api, org);
    return {
      enrolments: org.loops,
      facts: org.facts,
      ...work,
      rows: [
        { what: 'facts in the logs', value: String(org.facts) },
        { what: 'written by the generator, enrolments a second', value: String(round(org.loops / written)) },
        ...screens.map(({ screen, cards, p50, p95, most }) => ({
          what: `${screen}, p50 / p95 / most (ms)`,
          value: `${round(p50)} / ${round(p95)} / ${round(most)}${cards > 0 ? `, ${cards} cards` : ''}`,
        })),
        ...work.rows,
      ],
      worstScreenP95Ms: Math.max(...screens.map(({ p95 }) => p95)),
    };
  } finally {
    await api.close();
  }
}

type Work = Omit<AtSize, 'enrolments' | 'facts' | 'worstScreenP95Ms'>;

async function nightlyWork(api: TestApi, { programId, facts, loops }: GlobalOrganisation): Promise<Work> {
  const { dataSource } = api;
  const [first, { released }] = await taking(() =>
    inTransaction(dataSource, (tx) => releaseFigures(tx, programId, NOW)),
  );
  await dataSource.query('ANALYZE');
  said(`${released} tables released for the first time in ${round(first)} s`);
  // So many facts a second whatever their number, so that once is enough.
  const [rebuilding] =
    loops > SMALL
      ? [null]
      : await taking(() => inTransaction(dataSource, (tx) => measureGroups(tx, programId, true)));
  await tellSome(dataSource, loops, NOW);
  const [counting] = await taking(() => inTransaction(dataSource, (tx) => measureGroups(tx, programId)));
  const [night] = await taking(() => inTransaction(dataSource, (tx) => releaseFigures(tx, programId, NOW)));
  await addRules(dataSource, programId, NOW);
  const look = () =>
    taking(() => inTransaction(dataSource, (tx) => evaluateAlerts(tx, programId, LANES, NOW)));
  const [looking, { opened }] = await look();
  await forgetNewest(dataSource, programId);
  const [evaluating] = await look();
  said(`${RULES} rules looked in ${round(looking)} s and opened ${opened}, then in ${round(evaluating)} s`);
  const perFact = (counting * 1000) / NEW_FACTS;
  const rebuilt = rebuilding === null ? {} : { rebuildFactsPerSecond: facts / rebuilding };
  return {
    alertEvaluationSeconds: Math.max(looking, evaluating),
    countMsPerNewFact: perFact,
    ...rebuilt,
    rows: [
      {
        what: `${RULES} alert rules look for the first time (s)`,
        value: `${round(looking)}, ${opened} opened`,
      },
      { what: `${RULES} alert rules look, a week like others (s)`, value: String(round(evaluating)) },
      { what: 'counting new facts, each of another loop (ms each)', value: String(round(perFact)) },
      { what: 'a night’s release without anything new (s)', value: String(round(night)) },
      {
        what: 'rebuild, facts a second',
        value: rebuilding === null ? '' : String(round(facts / rebuilding)),
      },
      { what: 'first release of 18 months (s)', value: String(round(first)) },
    ],
  };
}

interface Answered {
  screen: string;
  /** In a queue. */
  cards: number;
  p50: number;
  p95: number;
  most: number;
}

async function askScreens(api: TestApi, org: GlobalOrganisation): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const [screen, open] of Object.entries(SCREENS)) {
    const ask = await open(api, org);
    const times: number[] = [];
    let cards = 0;
    for (let turn = 0; turn < ASKED + WARMING; turn++) {
      const [seconds, reply] = await taking(() => ask(turn));
      refuse(screen, reply);
      cards += (reply.body as { items?: unknown[] }).items?.length ?? 0;
      if (turn >= WARMING) times.push(seconds * 1000);
    }
    answered.push({
      screen,
      cards: Math.round(cards / (ASKED + WARMING)),
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      most: Math.max(...times),
    });
  }
  return answered;
}

function refuse(screen: string, { status, body }: Asked): void {
  if (status !== 200) throw new Error(`${screen} was answered with ${status}: ${JSON.stringify(body)}`);
}

async function taking<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const began = performance.now();
  const result = await work();
  return [(performance.now() - began) / 1000, result];
}

const said = (what: string): void => void process.stderr.write(`${what}\n`);
