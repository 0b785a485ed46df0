import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { listFaults, type FaultRow } from '../../store/loops/faults.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { pageQuery, pageSchema, readPage, type PageQuery } from '../common/page.js';
import { answer } from '../common/schemas.js';
import { ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import { anId, anInstant } from '../common/words.js';

const faultPage = answer(
  'FaultPage',
  pageSchema(
    z.object({
      enrolment: anId,
      program: z.string(),
      capability: z.string(),
      fault: z.string().describe('What the rules said. They know ids and codes, no names.'),
      since: anInstant,
      build: z.string().nullable().describe('With which the loop was tried last.'),
    }),
  ),
);
const LIST = { name: 'faults by enrolment', keys: 1, positionOf: ({ enrolment }: FaultRow) => [enrolment] };

@ApiTags('health')
@Controller('faults')
export class FaultsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @May('fault.read', none)
  @Operation('Loops that could not decide: ids and codes', faultPage)
  async list(@ValidQuery(z.strictObject(pageQuery)) query: PageQuery) {
    const page = await readPage(LIST, query, (after, limit) =>
      listFaults(this.dataSource.manager, after?.[0] ?? null, limit),
    );
    return { ...page, items: page.items.map((row) => ({ ...row, since: row.since.toISOString() })) };
  }
}
