import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ToldCard } from '../../channels/wording/compose.js';
import { isHeld } from '../../channels/wording/groups.js';
import { composeQueue, type Queue } from '../../channels/wording/queue.js';
import { queueOf, visitsAheadOf } from '../../composing/queue.js';
import type { ApiSettings } from '../../config/index.js';
import { toIso } from '../../domain/time.js';
import { Rules } from '../../store/loops/rules.js';
import { Clock, SETTINGS } from '../common/parts.js';
import type { QueueAnswer, VisitsAheadAnswer } from './queue.dto.js';

@Injectable()
export class QueueService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** What waits for a person, in words. */
  async read(personId: string): Promise<Queue> {
    const { publicUrl, sideEffectUrl } = this.settings;
    const { manager } = this.dataSource;
    return composeQueue(
      await queueOf(manager, personId, this.rules, publicUrl, this.clock.now()),
      sideEffectUrl,
    );
  }

  async list(personId: string): Promise<QueueAnswer> {
    const { language, opening, cards, beside } = await this.read(personId);
    return { language, opening, items: cards.map(answerOf), beside };
  }

  async visits(personId: string): Promise<VisitsAheadAnswer> {
    const { publicUrl, sideEffectUrl } = this.settings;
    const now = this.clock.now();
    const ahead = await visitsAheadOf(this.dataSource.manager, personId, this.rules, publicUrl, now);
    return {
      items: ahead.flatMap(({ visit, subject, message }) =>
        composeQueue(message, sideEffectUrl).cards.map((card) => ({
          visit: visit.visitId,
          subject,
          rep: { id: visit.repId, name: visit.rep, zone: visit.zone },
          at: toIso(visit.at),
          institution: visit.institution,
          inCrm: visit.inCrm,
          card: answerOf(visit.at > now ? { ...card, links: card.links.filter(isNoReport) } : card),
        })),
      ),
    };
  }
}

/** Nothing was seen yet on a visit that lies ahead. */
const isNoReport = ({ code }: ToldCard['links'][number]): boolean => code !== 'openVisit';

function answerOf(card: ToldCard): QueueAnswer['items'][number] {
  const { headline, about, lines, small, links } = card;
  const held = card.alert ? [] : card.items.filter(isHeld).map(({ held }) => held!.until);
  const putOff = held.length > 0 ? toIso(Math.min(...held)) : null;
  const told = { headline, about, lines, small, actions: links, putOff, done: card.done && putOff === null };
  // Of figures nobody stands out before the others, and no rep is in them.
  if (card.alert)
    return {
      kind: 'alert',
      audience: card.alert.reader,
      because: 'inTurn',
      reps: [],
      enrolments: [],
      dueAt: null,
      ...told,
    };
  const { items } = card;
  const { kind, audience, because } = items[0]!;
  const counts = audience === 'programOwner' || audience === 'sponsor';
  const due = items.flatMap((item) => ('dueAt' in item && item.dueAt !== null ? [item.dueAt] : []));
  return {
    kind,
    audience,
    because,
    reps: counts ? [] : [...new Set(items.map(({ repId }) => repId))],
    enrolments: counts ? [] : items.map(({ enrolmentId }) => enrolmentId),
    dueAt: due.length > 0 ? toIso(Math.min(...due)) : null,
    ...told,
  };
}
