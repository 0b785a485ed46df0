import { Injectable, type StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { READERS, viewOf } from '../../access/policy.js';
import { toIso } from '../../domain/time.js';
import { listAudit, type AuditFilter, type AuditRow } from '../../store/rights/audit-search.js';
import { readWhoMayRead } from '../../store/rights/may-read.js';
import { getPerson } from '../../store/people/people.js';
import { csvAnswer, type Cell } from '../common/csv-answer.js';
import { readPage, type Page } from '../common/page.js';
import { Clock } from '../common/parts.js';
import type {
  AuditAnswer,
  AuditQuery,
  ExportQuery,
  MayReadAnswer,
  ReaderAnswer,
  ReadersQuery,
} from './audit.dto.js';

const LIST = { name: 'audit', keys: 2, positionOf: ({ sortedAt, id }: AuditRow) => [sortedAt, id] };

/** Rows that an export reads at once. */
const BATCH = 1_000;

@Injectable()
export class AuditService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor, ...query }: AuditQuery): Promise<Page<AuditAnswer>> {
    return this.page({ limit, cursor }, filterOf(query), answerOf);
  }

  /** Who has read the records of a person. */
  async readers(person: string, query: ReadersQuery): Promise<Page<ReaderAnswer>> {
    await getPerson(this.dataSource.manager, person);
    return this.page(query, { person, event: 'read' }, readerOf);
  }

  /** Who may read what there is of a rep now: the table of rights, with the names of today. */
  async mayRead(person: string): Promise<MayReadAnswer> {
    await getPerson(this.dataSource.manager, person);
    const all = await readWhoMayRead(this.dataSource.manager, person, this.clock.now());
    const items = READERS.map((holder) => ({
      holder,
      view: viewOf('enrolment.read', holder) ?? viewOf('observation.read', holder)!,
      who: all.flatMap((one) => (one.holder === holder ? [{ id: one.id, name: one.name }] : [])),
    }));
    return { items: items.filter(({ view, who }) => view === 'counts' || who.length > 0) };
  }

  export(query: ExportQuery): StreamableFile {
    const filter = filterOf(query);
    const name = `audit-${toIso(this.clock.now()).slice(0, 10)}.csv`;
    return csvAnswer(name, Object.keys(COLUMNS), this.lines(filter));
  }

  private async page<T>(
    query: ReadersQuery,
    filter: AuditFilter,
    shapeOf: (row: AuditRow) => T,
  ): Promise<Page<T>> {
    const page = await readPage(LIST, query, (after, limit) =>
      listAudit(this.dataSource.manager, filter, after && { at: after[0]!, id: after[1]! }, limit),
    );
    return { ...page, items: page.items.map(shapeOf) };
  }

  private async *lines(filter: AuditFilter): AsyncGenerator<Cell[]> {
    let after: { at: string; id: string } | null = null;
    for (;;) {
      const rows: AuditRow[] = await listAudit(this.dataSource.manager, filter, after, BATCH);
      for (const row of rows) yield Object.values(COLUMNS).map((cellOf) => cellOf(row));
      const last = rows.at(-1);
      if (rows.length < BATCH || !last) return;
      after = { at: last.sortedAt, id: last.id };
    }
  }
}

function filterOf({ record, ...filter }: ExportQuery): AuditFilter {
  const [recordType, ...id] = record?.split('/') ?? [];
  return { ...filter, recordType, recordId: id.length > 0 ? id.join('/') : undefined };
}

const byOf = (row: AuditRow): AuditAnswer['by'] => ({
  kind: row.byKind,
  id: row.byId,
  name: row.keyName,
  person: row.personId === null ? null : { id: row.personId, name: row.personName },
});

const recordOf = ({ recordType, recordId }: AuditRow): AuditAnswer['record'] =>
  recordType === null ? null : { type: recordType, id: recordId };

const answerOf = (row: AuditRow): AuditAnswer => ({
  ...row,
  at: toIso(row.at),
  by: byOf(row),
  record: recordOf(row),
});

const readerOf = (row: AuditRow): ReaderAnswer => ({
  at: toIso(row.at),
  by: byOf(row),
  action: row.action,
  record: recordOf(row),
});

const json = (value: object | null): Cell => (value === null ? null : JSON.stringify(value));

/** The columns of the file, and what stands in them. */
const COLUMNS: Readonly<Record<string, (row: AuditRow) => Cell>> = {
  id: ({ id }) => id,
  at: ({ at }) => toIso(at),
  event: ({ event }) => event,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  byKind: ({ byKind }) => byKind,
  byId: ({ byId }) => byId,
  keyName: ({ keyName }) => keyName,
  personId: ({ personId }) => personId,
  personName: ({ personName }) => personName,
  via: ({ via }) => via,
  route: ({ route }) => route,
  address: ({ address }) => address,
  people: ({ people }) => people.join(' '),
  recordType: ({ recordType }) => recordType,
  recordId: ({ recordId }) => recordId,
  before: ({ before }) => json(before),
  after: ({ after }) => json(after),
  requestId: ({ requestId }) => requestId,
};
