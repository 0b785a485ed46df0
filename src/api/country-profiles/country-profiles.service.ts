import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  listRules,
  setRules,
  tellsSecondLine,
  type CountryRules,
} from '../../store/calendars/country-settings.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import type { CountryProfileAnswer, CountryProfileChange } from './country-profiles.dto.js';

@Injectable()
export class CountryProfilesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<{ items: CountryProfileAnswer[] }> {
    return { items: (await listRules(this.dataSource.manager)).map(answerOf) };
  }

  async set({ changes, ...body }: CountryProfileChange): Promise<CountryProfileAnswer> {
    return answerOf(
      await inTransaction(this.dataSource, (tx) => setRules(tx, { ...body, changes }, this.clock.now())),
    );
  }
}

const answerOf = (rules: CountryRules): CountryProfileAnswer => ({
  country: rules.country,
  ...rules.profile,
  changed: Object.keys(rules.changes),
  worksAgreementOn: rules.worksAgreementOn,
  secondLineIsTold: tellsSecondLine(rules),
});
