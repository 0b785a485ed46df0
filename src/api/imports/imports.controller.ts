import { applyDecorators, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { ReadBy, type Reading } from '../common/language.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import { fileOf, type FileRequest } from './file-request.js';
import {
  columnsQuery,
  importColumns,
  importQuery,
  importReport,
  type ColumnsQuery,
  type ImportQuery,
} from './imports.dto.js';
import { ImportsService } from './imports.service.js';

const CsvFile = (): MethodDecorator =>
  applyDecorators(
    ApiConsumes('text/csv'),
    ApiBody({ schema: { type: 'string', description: 'The file, at most 64 MB.' } }),
  );

/** Files may be sent again without an Idempotency-Key: a file that was taken already changes nothing. */
@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post('people')
  @CsvFile()
  @May('import.take', none)
  @Operation('People and their reporting lines, as the HR system has them', importReport)
  people(
    @Req() request: FileRequest,
    @ValidQuery(importQuery) query: ImportQuery,
    @By() actor: Actor,
    @ReadBy() { language }: Reading,
  ) {
    return this.imports.take('people', fileOf(request), query, { actor, language });
  }

  @Post('completions')
  @CsvFile()
  @May('import.take', none)
  @Operation('Training completions, as an LMS exports them', importReport)
  completions(
    @Req() request: FileRequest,
    @ValidQuery(importQuery) query: ImportQuery,
    @By() actor: Actor,
    @ReadBy() { language }: Reading,
  ) {
    return this.imports.take('completions', fileOf(request), query, { actor, language });
  }

  @Post('visits')
  @CsvFile()
  @May('import.take', none)
  @Operation('Joint visits, as a CRM exports them', importReport)
  visits(
    @Req() request: FileRequest,
    @ValidQuery(importQuery) query: ImportQuery,
    @By() actor: Actor,
    @ReadBy() { language }: Reading,
  ) {
    return this.imports.take('visits', fileOf(request), query, { actor, language });
  }

  @Post('columns')
  @CsvFile()
  @May('import.take', none)
  @Operation('How the columns of a file are read, by its beginning; nothing is taken', importColumns)
  columns(
    @Req() request: FileRequest,
    @ValidQuery(columnsQuery) { kind }: ColumnsQuery,
    @ReadBy() { language }: Reading,
  ) {
    return this.imports.columns(kind, fileOf(request), language);
  }

  @Get(':id')
  @May('import.take', none)
  @Operation('What became of a file', importReport)
  get(@IdParam('import') id: string, @ReadBy() { language }: Reading) {
    return this.imports.get(id, language);
  }
}
