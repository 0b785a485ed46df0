import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import { changePerson, createPerson, getPerson, listPeople } from '../../store/people/people.js';
import { inTransaction } from '../../store/transaction.js';
import type { Allowed } from '../common/caller.js';
import { readPage, type Page } from '../common/page.js';
import { Clock, SETTINGS } from '../common/parts.js';
import type { NewPersonBody, PeopleQuery, PersonAnswer, PersonChangesBody } from './people.dto.js';
import { answerOf, fieldsOf } from './person-answer.js';

const LIST = {
  name: 'people by name',
  keys: 2,
  positionOf: ({ name, id }: PersonAnswer) => [name, id],
};

@Injectable()
export class PeopleService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  list({ limit, cursor, ...filter }: PeopleQuery, { own }: Allowed): Promise<Page<PersonAnswer>> {
    const now = this.clock.now();
    return readPage(LIST, { limit, cursor }, async (after, most) =>
      (await listPeople(this.dataSource.manager, filter, after, most, own)).map((one) => answerOf(one, now)),
    );
  }

  async get(id: string): Promise<PersonAnswer> {
    return answerOf(await getPerson(this.dataSource.manager, id), this.clock.now());
  }

  async create(body: NewPersonBody): Promise<PersonAnswer> {
    const now = this.clock.now();
    const { deliveryLanes } = this.settings;
    return answerOf(
      await inTransaction(this.dataSource, (tx) => createPerson(tx, fieldsOf(body), deliveryLanes, now)),
      now,
    );
  }

  async change(id: string, body: PersonChangesBody): Promise<PersonAnswer> {
    const now = this.clock.now();
    return answerOf(
      await inTransaction(this.dataSource, (tx) => changePerson(tx, id, fieldsOf(body), now)),
      now,
    );
  }
}
