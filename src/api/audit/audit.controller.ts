import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { CsvOperation } from '../common/csv-answer.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidQuery } from '../common/valid.js';
import { none, person } from '../common/where.js';
import {
  auditFile,
  auditPage,
  auditQuery,
  exportQuery,
  mayRead,
  readersPage,
  readersQuery,
  type AuditQuery,
  type ExportQuery,
  type ReadersQuery,
} from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit')
@Controller()
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get('audit')
  @May('audit.read', none)
  @Operation('Who read, changed and signed in, the newest first', auditPage)
  list(@ValidQuery(auditQuery) query: AuditQuery) {
    return this.audit.list(query);
  }

  @Get('audit/export')
  @May('audit.read', none)
  @CsvOperation('The same as a CSV file, in full', auditFile)
  export(@ValidQuery(exportQuery) query: ExportQuery) {
    return this.audit.export(query);
  }

  @Get('people/:id/readers')
  @May('readers.read', person('id'))
  @Operation('Who has read the records of a person, the newest first', readersPage)
  readers(@IdParam('person') id: string, @ValidQuery(readersQuery) query: ReadersQuery) {
    return this.audit.readers(id, query);
  }

  @Get('people/:id/may-read')
  @May('readers.read', person('id'))
  @Operation('Who may read what there is of a rep now, and how much of it', mayRead)
  mayRead(@IdParam('person') id: string) {
    return this.audit.mayRead(id);
  }
}
