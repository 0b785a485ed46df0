import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Absence } from '../../entities/index.js';
import { addAbsence, cancelAbsence, listAbsences } from '../../store/calendars/absences.js';
import { getPerson } from '../../store/people/people.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import type { AbsenceAnswer, NewAbsenceBody } from './absences.dto.js';

@Injectable()
export class AbsencesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(personId: string): Promise<{ items: AbsenceAnswer[] }> {
    await getPerson(this.dataSource.manager, personId);
    return { items: (await listAbsences(this.dataSource.manager, personId)).map(answerOf) };
  }

  add(request: OnceRequest, personId: string, body: NewAbsenceBody): Promise<AbsenceAnswer> {
    return once(this.dataSource, request, async (tx) =>
      answerOf(await addAbsence(tx, { personId, ...body }, request.now)),
    );
  }

  cancel(personId: string, id: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => cancelAbsence(tx, personId, id, this.clock.now()));
  }
}

const answerOf = ({ id, fromDate, toDate, partDay, recordedAt }: Absence): AbsenceAnswer => ({
  id,
  from: fromDate,
  to: toDate,
  partDay,
  recordedAt: recordedAt.toISOString(),
});
