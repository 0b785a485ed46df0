import type { DataSource } from 'typeorm';
import { LAUNCH_WAVE } from '../../src/domain/cadence-templates.js';
import { toIso, type Instant } from '../../src/domain/time.js';
import { weekOf } from '../../src/insights/weeks.js';
import { Chance } from './chance.js';
import { idOf, loopPrefix } from './ids.js';
import { ANCHORS, CALENDAR, live, WEEK, WEEKS, type Life } from './lives.js';
import { peopleOf, type Led } from './people.js';
import { scriptOf } from './script.js';
import { IN_FOCUS, STYLES, type StyleName } from './styles.js';
import { fill, putRows, stage, type StagedLoop } from './writing.js';

export interface Size {
  reps: number;
  capabilities: number;
}

export interface GlobalOrganisation {
  programId: string;
  capabilityIds: string[];
  /** Who reads its figures: it is granted to them. */
  leaderId: string;
  managerIds: string[];
  loops: number;
  facts: number;
}

/** So many lives of each style are played; every loop is one of them, moved to when its rep was trained. */
const LIVES_OF_A_STYLE = 20;
/** Weeks after the launch in which capabilities are trained, in turn. */
const WAVES = [0, 13, 26, 39];
/** Nobody is trained in the last weeks. */
const LAST_START = WEEKS - 5;
/** From this week on the training has another content. */
const RENEWED = 36;
const LEVELS = ['novice', 'developing', 'proficient', 'expert'];
const PROFICIENT = 3;

/**
 * Writes a global company with 18 months of coaching behind it, as the product would have stored it: people, a program,
 * and of each rep in each capability the log of a loop with what stands beside it. The same seed gives the same company.
 * Written past foreign keys and audit, since both were asked of every single fact when it was told.
 */
export async function aGlobalOrganisation(
  dataSource: DataSource,
  { reps, capabilities }: Size,
  now: Instant,
  seed = 1,
): Promise<GlobalOrganisation> {
  const launchedAt = Date.parse(`${weekOf(now - WEEKS * WEEK)}T08:00:00Z`);
  const chance = new Chance(seed);
  const company = peopleOf(reps, chance, launchedAt - 4 * WEEK);
  const numbers = Array.from({ length: capabilities }, (_, index) => index + 1);
  const programId = idOf('other', 0x0f000001);
  const cadenceId = idOf('other', 0x0f000002);
  await putProgram(dataSource, { numbers, programId, cadenceId, launchedAt });
  const at = toIso(launchedAt);
  await putRows(dataSource, 'person', company.people);
  await putRows(
    dataSource,
    'calendar_version',
    company.people.map(({ id }) => ({ person_id: id, version: 1, slice: CALENDAR, recorded_at: at })),
  );
  await putRows(dataSource, 'reporting_line', company.lines);
  await dataSource.query(`UPDATE program SET owner_id = $1`, [company.people[0]!.id]);
  await dataSource.query(
    `INSERT INTO role_grant (id, person_id, role, reason, granted_by, granted_by_kind, valid_from)
     VALUES (gen_random_uuid(), $1, 'leadership', 'Reads the figures.', $2, 'person', $3)`,
    [company.leader, company.people[0]!.id, at],
  );

  const shelf = new Shelf(seed, { launchedAt, now });
  const owned = numbers.map((number) => ({
    program_id: programId,
    capability_id: idOf('capability', number),
    rubric_version_id: idOf('rubric', number),
    cadence_version_id: cadenceId,
  }));
  const loops = company.reps.flatMap((led) =>
    numbers.map((number, index): Omit<StagedLoop, 'number' | 'prefix'> => ({
      script: shelf.scriptFor(led, WAVES[number % WAVES.length]!, chance),
      rep: led.rep,
      manager: led.manager,
      second: led.secondLine,
      own: owned[index]!,
    })),
  );
  await stage(
    dataSource,
    shelf.scripts,
    loops.map((loop, index) => ({ ...loop, number: index + 1, prefix: loopPrefix(index + 1) })),
  );
  const facts = await fill(dataSource, loops.length);
  return {
    programId,
    capabilityIds: numbers.map((number) => idOf('capability', number)),
    leaderId: company.leader,
    managerIds: [...new Set(company.reps.map(({ manager }) => manager))],
    loops: loops.length,
    facts,
  };
}

/** Lives are played once, and moved once to each week in which somebody was trained. */
class Shelf {
  readonly scripts: ReturnType<typeof scriptOf>[] = [];
  private readonly lives = new Map<string, Life>();
  private readonly known = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private readonly given: { launchedAt: Instant; now: Instant },
  ) {}

  /** The number of the script of one loop. */
  scriptFor({ style, later }: Led, wave: number, chance: Chance): number {
    const week = Math.min(wave + later, LAST_START);
    const which = chance.whole(0, LIVES_OF_A_STYLE - 1);
    const coached = chance.isWithin(IN_FOCUS) ? style : 'silent';
    const key = `${coached}/${which}/${week}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const script = scriptOf(this.lifeOf(coached, which), {
      ...this.given,
      cadence: LAUNCH_WAVE,
      level: PROFICIENT,
      trainedAt: this.given.launchedAt + week * WEEK,
      contentVersion: week >= RENEWED ? '2' : '1',
    });
    this.known.set(key, this.scripts.push(script) - 1);
    return this.scripts.length - 1;
  }

  private lifeOf(style: StyleName, which: number): Life {
    const key = `${style}/${which}`;
    const life =
      this.lives.get(key) ??
      live(style, this.seed * 7919 + STYLES.indexOf(style) * 1000 + which, LAUNCH_WAVE);
    this.lives.set(key, life);
    return life;
  }
}

async function putProgram(
  dataSource: DataSource,
  {
    numbers,
    programId,
    cadenceId,
    launchedAt,
  }: { numbers: readonly number[]; programId: string; cadenceId: string; launchedAt: Instant },
): Promise<void> {
  const at = toIso(launchedAt);
  const document = {
    levels: LEVELS.map((code) => ({ code, label: code })),
    anchors: ANCHORS.map((code) => ({ code, text: code })),
  };
  const capabilityId = (number: number): string => idOf('capability', number);
  const rubricId = (number: number): string => idOf('rubric', number);
  const planId = idOf('other', 0x0f000003);
  await putRows(
    dataSource,
    'capability',
    numbers.map((number) => ({
      id: capabilityId(number),
      code: `capability-${String(number).padStart(2, '0')}`,
      name: `Capability ${number}`,
      created_at: at,
    })),
  );
  await putRows(
    dataSource,
    'rubric_version',
    numbers.map((number) => ({
      id: rubricId(number),
      capability_id: capabilityId(number),
      version: 1,
      document,
      published_at: at,
    })),
  );
  await putRows(dataSource, 'cadence_plan', [
    { id: planId, name: 'Launch wave', draft: {}, draft_revision: 1, updated_at: at },
  ]);
  await putRows(dataSource, 'cadence_version', [
    { id: cadenceId, cadence_plan_id: planId, version: 1, document: LAUNCH_WAVE, published_at: at },
  ]);
  await putRows(dataSource, 'program', [
    {
      id: programId,
      code: 'global',
      name: 'Global launch',
      function: 'commercial',
      cadence_version_id: cadenceId,
      launch_at: at,
      crosses_functions: true,
      backfilled: true,
      blackouts: [],
      created_at: at,
    },
  ]);
  await putRows(
    dataSource,
    'program_capability',
    numbers.map((number) => ({
      program_id: programId,
      capability_id: capabilityId(number),
      rubric_version_id: rubricId(number),
    })),
  );
}
