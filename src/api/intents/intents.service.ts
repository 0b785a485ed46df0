import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toIso } from '../../domain/time.js';
import { lockEnrolment } from '../../store/loops/enrolments.js';
import { readHeldAfter } from '../../store/loops/putting-off.js';
import { unknown } from '../../store/refusal.js';
import { Rules } from '../../store/loops/rules.js';
import { tell } from '../../store/loops/tellings.js';
import { once, type Actor, type OnceRequest } from '../common/caller.js';
import type { Intent } from './intent.js';
import type { Common, Taken } from './intents.dto.js';

@Injectable()
export class IntentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rules: Rules,
  ) {}

  /** Takes one intent about an enrolment: the fact, what stands beside it and the answer in one transaction. */
  take<Body extends Pick<Common, 'happenedAt'>>(
    enrolmentId: string,
    intent: Intent<Body>,
    body: Body,
    actor: Actor,
    request: OnceRequest,
  ): Promise<Taken> {
    return once(this.dataSource, request, async (tx) => {
      const loop = await lockEnrolment(tx, enrolmentId);
      if (!loop) throw unknown('enrolment', enrolmentId);
      const happenedAt = body.happenedAt ?? request.now;
      const { note, beside, answer, ...fact } = await intent(body, {
        tx,
        loop,
        actor,
        happenedAt,
        now: request.now,
        heldAfter: (said) => readHeldAfter(tx, this.rules, enrolmentId, said, request.now),
      });
      const { id, seq } = await tell(
        tx,
        enrolmentId,
        { ...fact, happenedAt, actorId: actor.personId, note },
        request.now,
      );
      await beside?.();
      return {
        enrolment: enrolmentId,
        fact: id,
        seq,
        kind: fact.kind,
        happenedAt: toIso(happenedAt),
        ...answer,
      };
    });
  }
}
