import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localeOf } from '../../channels/wording/locale.js';
import { concernsFor } from '../../domain/cadence-review/people-concerns.js';
import { AUDIENCES, seatsOf } from '../../domain/people.js';
import { rehearse, type Rehearsed } from '../../domain/rehearsal/rehearse.js';
import { HOUR, toIso, type Instant } from '../../domain/time.js';
import { leftOut, localDate } from '../../domain/working-time/index.js';
import { namesOf } from '../../store/people/people-named.js';
import { readForWhom, readGround, repsToTry, type Ground } from '../../store/programs/rehearsal.js';
import { Rules } from '../../store/loops/rules.js';
import type { ReviewAnswer } from '../cadences/cadences.dto.js';
import { reviewed } from '../cadences/review.js';
import type { Reading } from '../common/language.js';
import { Clock } from '../common/parts.js';
import { Voice } from '../enrolments/sentences.js';
import { besideEachOther, entriesOf, plain } from './entries.js';
import type { PreviewAnswer, ToPreviewBody } from './rehearsals.dto.js';

const MOST_REPS = 50;
/** How far a coaching is played that does not end. */
const LONGEST = 2 * 365 * 24 * HOUR;

@Injectable()
export class RehearsalsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  async reps(programId: string, name: string): Promise<{ items: { id: string; name: string }[] }> {
    return {
      items: await repsToTry(this.dataSource.manager, programId, name.trim(), this.clock.now(), MOST_REPS),
    };
  }

  async review(programId: string, document: unknown, language: string): Promise<ReviewAnswer> {
    const forWhom = await readForWhom(this.dataSource.manager, programId, this.clock.now());
    return reviewed(document, language, (cadence) => concernsFor(cadence, forWhom));
  }

  async preview(
    programId: string,
    { document, beside, rep, path, done }: ToPreviewBody,
    reading: Reading,
  ): Promise<PreviewAnswer> {
    const tx = this.dataSource.manager;
    const now = this.clock.now();
    const ground = await readGround(tx, programId, rep, document, this.rules, now);
    const played = rehearse({ ...ground, now }, done ?? path, now + LONGEST);
    const { roster } = ground;
    const names = await namesOf(
      tx,
      seatsOf(roster).map(({ person }) => person),
    );
    const nameOf = (id: string): string => names.get(id) ?? '';
    const { zone } = ground.world.calendars(roster.rep);
    const voice = this.voice(ground, zone, reading, nameOf, now);
    const entries = entriesOf(played, voice, nameOf);
    const other =
      beside &&
      rehearse(
        { ...(await readGround(tx, programId, rep, beside, this.rules, now)), now },
        done ?? path,
        now + LONGEST,
        played,
      );
    const others = other ? entriesOf(other, voice, nameOf) : [];
    const until = Math.max(now, ...[...entries, ...others].map(({ at }) => Date.parse(at)));
    const marked = other && besideEachOther(others, entries);
    return {
      rep: { id: rep, name: nameOf(rep) },
      manager: roster.manager && { id: roster.manager.person, name: nameOf(roster.manager.person) },
      zone,
      spreadDays: ground.trained.spreadDays,
      from: toIso(now),
      until: toIso(until),
      ...howWent(played, marked?.after ?? entries.map(plain)),
      beside: other && marked ? howWent(other, marked.before) : null,
      freeDays: freeDaysOf(ground, played, now, until),
    };
  }

  private voice(
    { roster, capability }: Ground,
    zone: string,
    { language }: Reading,
    nameOf: (id: string) => string,
    now: Instant,
  ): Voice {
    const { words } = localeOf(language);
    return new Voice({
      locale: localeOf(language),
      language,
      zone,
      rep: nameOf(roster.rep.person),
      capability,
      name: (id) => (id === null ? words.timeline.somebody : nameOf(id)),
      now,
    });
  }
}

const howWent = (
  { isWhole, adoptedAt, sustainedAt, messages }: Rehearsed,
  entries: PreviewAnswer['entries'],
): NonNullable<PreviewAnswer['beside']> => ({
  isWhole,
  adoptedAt: adoptedAt === null ? null : toIso(adoptedAt),
  sustainedAt: sustainedAt === null ? null : toIso(sustainedAt),
  messages: AUDIENCES.map((audience) => ({
    audience,
    count: messages.filter((message) => message.audience === audience).length,
  })).filter(({ count }) => count > 0),
  entries,
});

function freeDaysOf(
  { roster }: Ground,
  { world }: Rehearsed,
  now: Instant,
  until: Instant,
): PreviewAnswer['freeDays'] {
  return (['rep', 'manager'] as const).flatMap((who) => {
    const seat = roster[who];
    if (!seat) return [];
    const calendar = world.calendars(seat);
    const [from, to] = [now, until].map((at) => localDate(calendar.zone, at));
    return leftOut(calendar, from!, to!).map((left) => ({ who, ...left }));
  });
}
