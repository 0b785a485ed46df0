import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { localeOf, type Locale } from '../../channels/wording/locale.js';
import type { AnyFact } from '../../domain/facts.js';
import { messagesAhead, type ExpectedMessage } from '../../domain/loop/ahead.js';
import { readCourse } from '../../domain/loop/course.js';
import { lookableFrom, settled } from '../../domain/loop/log.js';
import { readSightings } from '../../domain/loop/sightings.js';
import { seatsOf, type Roster } from '../../domain/people.js';
import { HOUR, toIso, type Instant } from '../../domain/time.js';
import { behind } from '../../insights/behind.js';
import {
  listEnrolments,
  readEnrolment,
  readGrid,
  type EnrolmentFilter,
  type EnrolmentRow,
} from '../../store/loops/enrolments.js';
import { readBehind, type FigureAsked } from '../../store/figures/rows.js';
import { listFacts, type FactRow } from '../../store/loops/facts.js';
import { readLoopWords } from '../../store/loops/loop-words.js';
import { readLog } from '../../store/loops/log.js';
import { readAddressee } from '../../store/messages/message-items.js';
import { namesOf } from '../../store/people/people-named.js';
import { whenReadable } from '../../store/loops/reading.js';
import { Rules } from '../../store/loops/rules.js';
import { unknown } from '../../store/refusal.js';
import {
  readActions,
  readObservations,
  readTimeline,
  type TimelineRows,
} from '../../store/loops/timeline.js';
import { listVisits } from '../../store/coaching/visits.js';
import type { Allowed } from '../common/caller.js';
import type { Reading } from '../common/language.js';
import { readPage, type Page } from '../common/page.js';
import { Clock } from '../common/parts.js';
import { toVisit } from '../visits/visits.service.js';
import type {
  EnrolmentDetail,
  EnrolmentSummary,
  Grid,
  LogQuery,
  Timeline,
  TimelineQuery,
} from './enrolments.dto.js';
import type { EnrolmentQuery, GridQuery } from './enrolment-query.js';
import { Eyes } from './eyes.js';
import { gridOf } from './grid.js';
import { ownWords } from './own-words.js';
import { tellsRating, Voice, type NameOf } from './sentences.js';
import { iso, takerOf, toAction, toOpen, toSeen, toSummary } from './shapes.js';
import { timelineOf } from './timeline.js';

const MOST_VISITS = 200;
/** Of a grid: the reps and capabilities of a large country. */
const MOST_CELLS = 20_000;
/** Sorts behind every instant. */
const NEVER_DUE = 'infinity';

@Injectable()
export class EnrolmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  async list({ limit, cursor, ...query }: EnrolmentQuery, { own }: Allowed): Promise<Page<EnrolmentSummary>> {
    const tx = this.dataSource.manager;
    const now = this.clock.now();
    const { filter, figure } = narrowed(query);
    const listed = figure && (await readBehind(tx, figure));
    const positionOf = ({ nextDueAt, id }: EnrolmentRow) => [iso(nextDueAt) ?? NEVER_DUE, id];
    const page = await readPage(
      { name: 'enrolments', keys: 2, positionOf },
      { limit, cursor },
      async (after, most) => {
        const read = (
          of: EnrolmentFilter,
          [due, id]: readonly (string | undefined)[],
          limit: number,
        ): Promise<EnrolmentRow[]> => listEnrolments(tx, of, due && id ? { due, id } : null, limit, now, own);
        if (!figure) return read(filter, after ?? [], most);
        if (!listed) return [];
        return listed(
          (of, last, limit) => read({ ...filter, ...of }, last ? positionOf(last) : (after ?? []), limit),
          most,
        );
      },
    );
    return { ...page, items: page.items.map((row) => toSummary(row, now)) };
  }

  async grid(query: GridQuery, { own }: Allowed): Promise<Grid> {
    const now = this.clock.now();
    return gridOf(await readGrid(this.dataSource.manager, query, MOST_CELLS + 1, now, own), MOST_CELLS, now);
  }

  async get(id: string, allowed: Allowed, { language }: Reading): Promise<EnrolmentDetail> {
    const tx = this.dataSource.manager;
    const row = await this.row(id);
    const log = await readLog(tx, id);
    const facts = settled(log);
    const readable = await whenReadable(tx, id, log);
    const eyes = new Eyes(allowed, log, row.open, readable, this.clock.now());
    const sightings = readSightings(facts);
    // What was taken back is no longer shown; what was written about it stays where it is.
    const standing = new Set(sightings.map((sighting) => sighting.id));
    const observations = (await readObservations(tx, id)).filter((one) => standing.has(one.id));
    const actions = await readActions(tx, id);
    const visits = await listVisits(tx, { rep: row.repId, from: row.trainedAt }, null, MOST_VISITS, null);
    const taker = takerOf(row);
    const name = await this.names(
      tx,
      [taker, ...observations.flatMap(({ observerId, givenBy }) => [observerId, givenBy])],
      localeOf(language),
    );
    const seen = observations.map((one) => toSeen(one, readable.get(one.id) ?? one.givenAt ?? 0, name));
    const agreedOn = actions.map(toAction);
    const detail = {
      ...toSummary(row, this.clock.now()),
      cadence: { name: row.cadence, version: row.cadenceVersion },
      meanwhile: taker === null ? null : { id: taker, name: name(taker) },
      trainedAt: toIso(row.trainedAt),
      openedAt: toIso(row.openedAt),
      wakeAt: iso(row.wakeAt),
      open: toOpen(row),
    };
    return {
      ...eyes.summary(detail),
      withheld: eyes.withheld([
        ...observations.map((one) => eyes.entryOfObservation(one.id, one.observedAt)),
        ...agreedOn.map(eyes.entryOfAction),
      ]),
      rubric: (await readLoopWords(tx, [id])).get(id)!.rubric,
      ...(await ownWords(tx, row, facts, eyes)),
      seen: eyes.observations(seen),
      actions: eyes.actions(agreedOn),
      visits: eyes.visits(visits.reverse().map(toVisit)),
    };
  }

  async timeline(
    id: string,
    { zone }: TimelineQuery,
    allowed: Allowed,
    { language, personId }: Reading,
  ): Promise<Timeline> {
    const tx = this.dataSource.manager;
    const row = await this.row(id);
    const rows = await readTimeline(tx, id, this.rules);
    if (!rows) throw unknown('enrolment', id);
    const now = this.clock.now();
    const log = await readLog(tx, id);
    const eyes = new Eyes(allowed, log, row.open, await whenReadable(tx, id, log), now);
    const expected = row.fault === null && eyes.seesStatus ? expectedIn(log, now, rows) : [];
    const people = [
      ...rows.facts.flatMap(({ actorId, data }) => [actorId, ...peopleIn(data)]),
      ...[...rows.nudges.map(({ personId }) => personId), ...expected.map(({ person }) => person)],
    ];
    const locale = localeOf(language);
    const voice = new Voice({
      locale,
      language,
      zone: zone ?? (personId === null ? row.zone : (await readAddressee(tx, personId)).zone),
      rep: row.rep,
      capability: row.capabilityName,
      name: await this.names(tx, people, locale),
      now,
    });
    const ahead = { wakeAt: row.wakeAt, open: row.open, visits: readCourse(log).visits, expected, now };
    const entries = timelineOf(rows, voice, ahead, eyes, personId);
    const isAhead = ({ at, type }: (typeof entries)[number]): boolean => type !== 'fact' && at > toIso(now);
    return {
      now: toIso(now),
      ahead: entries.filter(isAhead),
      past: entries.filter((entry) => !isAhead(entry)).map(({ changes: _, ...entry }) => entry),
    };
  }

  async log(id: string, query: LogQuery, allowed: Allowed): Promise<Page<FactRow>> {
    const tx = this.dataSource.manager;
    const row = await this.row(id);
    const told = await readLog(tx, id);
    const readable = await whenReadable(tx, id, told);
    const eyes = new Eyes(allowed, told, row.open, readable, this.clock.now());
    const list = { name: `log of ${id}`, keys: 1, positionOf: ({ seq }: FactRow) => [String(seq)] };
    const page = await readPage(list, query, (after, limit) =>
      listFacts(tx, id, Number(after?.[0] ?? 0), limit),
    );
    return { ...page, items: page.items.flatMap((fact) => factSeen(fact, eyes)) };
  }

  private async row(id: string): Promise<EnrolmentRow> {
    const row = await readEnrolment(this.dataSource.manager, id);
    if (!row) throw unknown('enrolment', id);
    return row;
  }

  private async names(
    tx: EntityManager,
    ids: readonly (string | null)[],
    { words }: Locale,
  ): Promise<NameOf> {
    const names = await namesOf(tx, ids);
    return (id) => names.get(id ?? '') ?? words.timeline.somebody;
  }
}

/** What a list is narrowed to: where it is behind a figure, cut as that is cut. */
function narrowed({
  figure,
  anchor,
  answer,
  counted,
  asOf,
  ...filter
}: Omit<EnrolmentQuery, 'limit' | 'cursor'>): {
  filter: EnrolmentFilter;
  figure: FigureAsked | null;
} {
  if (figure === undefined) return { filter, figure: null };
  const { region, country, function: of, contentVersion, ...others } = filter;
  const cut = Object.entries({ region, country, function: of, contentVersion });
  return {
    filter: others,
    figure: {
      behind: behind(figure, anchor ?? '', answer ?? null, counted ?? false),
      program: filter.program!,
      capability: filter.capability,
      filter: Object.fromEntries(cut.filter(([, value]) => value !== undefined)),
      at: asOf === undefined ? null : Date.parse(asOf),
    },
  };
}

/** How far ahead is said what comes if nobody reacts. */
const LOOKS_AHEAD = 28 * 24 * HOUR;

/** Messages that do not stand ready yet. A loop that cannot decide says nothing of what comes. */
function expectedIn(
  log: readonly AnyFact[],
  now: Instant,
  { nudges, world }: TimelineRows,
): ExpectedMessage[] {
  const from = lookableFrom(log, now);
  const known = new Set(nudges.map(({ obligation, rung }) => `${obligation} ${rung}`));
  try {
    return messagesAhead(log, from, from + LOOKS_AHEAD, world).filter(
      ({ obligation, rung }) => !known.has(`${obligation} ${rung}`),
    );
  } catch {
    return [];
  }
}

function factSeen(fact: FactRow, eyes: Eyes): FactRow[] {
  const { shown, texts, ratings } = eyes.fact({ ...fact, happenedAt: Date.parse(fact.happenedAt) });
  if (!shown) return [];
  return [{ ...eyes.told(fact, texts), data: ratings || !tellsRating(fact.kind) ? fact.data : null }];
}

/** People whom the data of a fact names by their id. */
function peopleIn(data: object): string[] {
  const { observer, observers, person, roster } = data as {
    observer?: string;
    observers?: string[];
    person?: string;
    roster?: Roster;
  };
  const seats = roster ? seatsOf(roster).map((seat) => seat.person) : [];
  return [observer, person, ...(observers ?? []), ...seats].filter((id) => id !== undefined);
}
