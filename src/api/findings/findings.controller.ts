import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { toIso } from '../../domain/time.js';
import { FINDING_CODES } from '../../entities/index.js';
import { lastRoundAt, listFindings, type FindingRow } from '../../store/running/findings.js';
import { PROMISES } from '../../store/running/promises.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { pageQuery, pageSchema, readPage } from '../common/page.js';
import { answer } from '../common/schemas.js';
import { ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import { anInstant, yesOrNo } from '../common/words.js';

const findingPage = answer(
  'FindingPage',
  pageSchema(
    z.object({
      code: z.enum(FINDING_CODES),
      meaning: z.string(),
      subject: z.string().describe('The id of the enrolment, nudge, delivery, job or lane.'),
      firstFoundAt: anInstant,
      lastFoundAt: anInstant,
      rungAt: anInstant.describe('When its loop, lane or job was rung last to repair it.'),
      repairedAt: anInstant.nullable().describe('When it was found to be gone; null: it is open.'),
    }),
  ).extend({
    checkedAt: anInstant
      .nullable()
      .describe('When all promises were last looked after; null: not yet, so an empty list says nothing.'),
  }),
);
const findingQuery = z.strictObject({
  ...pageQuery,
  repaired: yesOrNo
    .optional()
    .describe('True: what was repaired in the last 30 days; otherwise what is open.'),
});
const MEANINGS = new Map(PROMISES.map(({ code, meaning }) => [code, meaning]));

@ApiTags('health')
@Controller('findings')
export class FindingsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @May('fault.read', none)
  @Operation('Promises found broken, and whether they are repaired: ids and codes', findingPage)
  async list(@ValidQuery(findingQuery) { repaired = false, ...query }: z.output<typeof findingQuery>) {
    const list = {
      name: `findings ${repaired ? 'repaired' : 'open'} by code`,
      keys: 2,
      positionOf: ({ code, subject }: FindingRow) => [code, subject],
    };
    const page = await readPage(list, query, (after, limit) =>
      listFindings(this.dataSource.manager, repaired, after, limit),
    );
    const checkedAt = await lastRoundAt(this.dataSource.manager);
    return {
      ...page,
      checkedAt: checkedAt === null ? null : toIso(checkedAt),
      items: page.items.map((row) => ({
        ...row,
        meaning: MEANINGS.get(row.code)!,
        firstFoundAt: row.firstFoundAt.toISOString(),
        lastFoundAt: row.lastFoundAt.toISOString(),
        rungAt: row.rungAt.toISOString(),
        repairedAt: row.repairedAt?.toISOString() ?? null,
      })),
    };
  }
}
