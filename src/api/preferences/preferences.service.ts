import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import type { Person } from '../../entities/index.js';
import { changePerson, getPerson, requireUnchanged, type PersonInLine } from '../../store/people/people.js';
import { Refusal } from '../../store/refusal.js';
import { revisionOfParts } from '../../store/revision.js';
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
    return shown(await getPerson(this.dataSource.manager, whose(by)), this.clock.now());
  }

  /** @param read the revision that the change is based on; null: whatever stands there */
  async change(by: Actor, body: PreferenceChangesBody, read: string | null): Promise<PreferencesAnswer> {
    const now = this.clock.now();
    const id = whose(by);
    return inTransaction(this.dataSource, async (tx) => {
      if (read !== null) await requireUnchanged(tx, id, read, revisionOf);
      return shown(await changePerson(tx, id, fieldsOf(body), now), now);
    });
  }
}

const shown = (found: PersonInLine, now: Instant): PreferencesAnswer => ({
  ...answerOf(found, now),
  revision: revisionOf(found.person),
});

/** By what stands there, since much else of a person changes that nobody who reads this has to compare. */
const revisionOf = ({ slot, quietFrom, quietTo, preferredChannel, language }: Person): string =>
  revisionOfParts(slot, quietFrom, quietTo, preferredChannel, language);

function whose({ personId }: Actor): string {
  if (personId !== null) return personId;
  throw new Refusal('invalid', 'Whose preferences? Sign in, or send the header Acting-As.');
}
