import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Shown, type Allowed } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  newPerson,
  peopleQuery,
  person,
  personChanges,
  personPage,
  type NewPersonBody,
  type PeopleQuery,
  type PersonChangesBody,
} from './people.dto.js';
import { PeopleService } from './people.service.js';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Get()
  @May('person.read', where.listOf('person'))
  @Operation('People by name', personPage)
  list(@ValidQuery(peopleQuery) query: PeopleQuery, @Shown() allowed: Allowed) {
    return this.people.list(query, allowed);
  }

  @Post()
  @May('person.add', where.none)
  @Operation('Adds a person', person, 201)
  create(@ValidBody(newPerson) body: NewPersonBody) {
    return this.people.create(body);
  }

  @Get(':id')
  @May('person.read', where.person('id'))
  @Operation('One person', person)
  get(@IdParam('person') id: string) {
    return this.people.get(id);
  }

  @Patch(':id')
  @May('person.change', where.person('id'))
  @Operation('Changes what is said of a person; fields that are left out stay', person)
  change(@IdParam('person') id: string, @ValidBody(personChanges) body: PersonChangesBody) {
    return this.people.change(id, body);
  }
}
