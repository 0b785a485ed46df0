import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CoCoachShare } from '../../entities/index.js';
import { endShare, listShares, shareRep } from '../../store/people/co-coaches.js';
import { getPerson, requireUnchanged, setDelegate } from '../../store/people/people.js';
import { assignManagers, listLines } from '../../store/people/reporting-lines.js';
import { readStandIns } from '../../store/people/stand-ins.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import type { PersonAnswer } from '../people/people.dto.js';
import { answerOf } from '../people/person-answer.js';
import type {
  CoCoachAnswer,
  DelegationBody,
  LinesAnswer,
  NewCoCoachBody,
  NewLineBody,
  StandInsAnswer,
} from './lines.dto.js';

/** Who leads a person, who stands in for them, and who coaches beside the manager. */
@Injectable()
export class LinesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async lines(personId: string): Promise<LinesAnswer> {
    await getPerson(this.dataSource.manager, personId);
    const lines = await listLines(this.dataSource.manager, personId);
    return {
      items: lines.map(({ managerId, validFrom, validTo }) => ({
        managerId,
        validFrom: validFrom.toISOString(),
        validTo: validTo?.toISOString() ?? null,
      })),
    };
  }

  assign(request: OnceRequest, personId: string, { managerId, from }: NewLineBody): Promise<PersonAnswer> {
    return once(this.dataSource, request, async (tx) => {
      await getPerson(tx, personId);
      await assignManagers(tx, [{ personId, managerId }], from ?? request.now, request.now);
      return answerOf(await getPerson(tx, personId), request.now);
    });
  }

  async standIns(personId: string): Promise<StandInsAnswer> {
    await getPerson(this.dataSource.manager, personId);
    return { items: await readStandIns(this.dataSource.manager, personId, this.clock.now()) };
  }

  /** @param read who stood in when it was read, or `nobody`; null: whoever does */
  async delegate(
    personId: string,
    { delegateId }: DelegationBody,
    read: string | null,
  ): Promise<PersonAnswer> {
    const now = this.clock.now();
    return inTransaction(this.dataSource, async (tx) => {
      if (read !== null)
        await requireUnchanged(tx, personId, read, (person) => person.delegateId ?? 'nobody');
      return answerOf(await setDelegate(tx, personId, delegateId, now), now);
    });
  }

  async coCoaches(repId: string): Promise<{ items: CoCoachAnswer[] }> {
    await getPerson(this.dataSource.manager, repId);
    return { items: (await listShares(this.dataSource.manager, repId)).map(coCoachOf) };
  }

  share(request: OnceRequest, repId: string, { coachId }: NewCoCoachBody): Promise<CoCoachAnswer> {
    return once(this.dataSource, request, async (tx) =>
      coCoachOf(await shareRep(tx, { repId, coachId }, request.now)),
    );
  }

  endShare(repId: string, coachId: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => endShare(tx, repId, coachId, this.clock.now()));
  }
}

const coCoachOf = ({ coachId, validFrom }: CoCoachShare): CoCoachAnswer => ({
  coachId,
  since: validFrom.toISOString(),
});
