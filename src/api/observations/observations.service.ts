import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { settled } from '../../domain/loop/log.js';
import { readSightings } from '../../domain/loop/sightings.js';
import type { ObservationShare } from '../../entities/index.js';
import { readEnrolment } from '../../store/loops/enrolments.js';
import { readLog } from '../../store/loops/log.js';
import {
  betweenWhom,
  endObservationShare,
  listObservationShares,
  shareObservation,
} from '../../store/rights/observation-shares.js';
import { namesOf } from '../../store/people/people-named.js';
import { Refusal, unknown } from '../../store/refusal.js';
import { whenReadable } from '../../store/loops/reading.js';
import { readObservations } from '../../store/loops/timeline.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type Actor, type Allowed, type OnceRequest } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import { Eyes } from '../enrolments/eyes.js';
import { toSeen } from '../enrolments/shapes.js';
import type { NewShareBody, ObservationAnswer, ShareAnswer } from './observations.dto.js';

@Injectable()
export class ObservationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(id: string, allowed: Allowed): Promise<ObservationAnswer> {
    const tx = this.dataSource.manager;
    const { enrolmentId } = await betweenWhom(tx, id);
    const enrolment = (await readEnrolment(tx, enrolmentId))!;
    const row = (await readObservations(tx, enrolmentId)).find((one) => one.id === id)!;
    const log = await readLog(tx, enrolmentId);
    // What was taken back is no longer shown, as in the enrolment itself.
    if (!readSightings(settled(log)).some((sighting) => sighting.id === id)) throw unknown('observation', id);
    const names = await namesOf(tx, [row.observerId, row.givenBy]);
    const readable = await whenReadable(tx, enrolmentId, log);
    const eyes = new Eyes(allowed, log, enrolment.open, readable, this.clock.now());
    const nameOf = (person: string | null) => names.get(person ?? '') ?? 'somebody';
    const [seen] = eyes.observations([toSeen(row, readable.get(id) ?? row.givenAt ?? 0, nameOf)]);
    if (!seen) throw unknown('observation', id);
    return {
      ...seen,
      enrolment: enrolmentId,
      rep: { id: enrolment.repId, name: enrolment.rep },
      capability: { id: enrolment.capabilityId, code: enrolment.capability },
    };
  }

  async shares(id: string): Promise<{ items: ShareAnswer[] }> {
    const tx = this.dataSource.manager;
    await betweenWhom(tx, id);
    return { items: (await listObservationShares(tx, id)).map(answerOf) };
  }

  share(request: OnceRequest, id: string, { readerId }: NewShareBody, actor: Actor): Promise<ShareAnswer> {
    return once(this.dataSource, request, async (tx) => {
      const by = actor.personId;
      if (by === null) throw new Refusal('invalid', 'Who shares it? Send the header Acting-As.');
      return answerOf(await shareObservation(tx, { observationId: id, readerId, by }, request.now));
    });
  }

  end(id: string, readerId: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => endObservationShare(tx, id, readerId, this.clock.now()));
  }
}

const answerOf = ({ readerId, byRepAt, byCoachAt }: ObservationShare): ShareAnswer => ({
  readerId,
  byRepAt: byRepAt?.toISOString() ?? null,
  byCoachAt: byCoachAt?.toISOString() ?? null,
  readable: byRepAt !== null && byCoachAt !== null,
});
