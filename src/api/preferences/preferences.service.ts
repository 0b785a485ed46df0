import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { changePerson, getPerson } from '../../store/people.js';
import { Refusal } from '../../store/refusal.js';
import { inTransaction } from '../../store/transaction.js';
import type { Actor } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import { answerOf, fieldsOf } from '../people/person-answer.js';
import type { PreferenceChangesBody, PreferencesAnswer } from './preferences.dto.js';

@Injectable()
export class PreferencesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(by: Actor): Promise<PreferencesAnswer> {
    return answerOf(await getPerson(this.dataSource.manager, whose(by)), this.clock.now());
  }

  async change(by: Actor, body: PreferenceChangesBody): Promise<PreferencesAnswer> {
    const now = this.clock.now();
    const id = whose(by);
    return answerOf(
      await inTransaction(this.dataSource, (tx) => changePerson(tx, id, fieldsOf(body), now)),
      now,
    );
  }
}

function whose({ personId }: Actor): string {
  if (personId !== null) return personId;
  throw new Refusal('invalid', 'Whose preferences? Sign in, or send the header Acting-As.');
}
