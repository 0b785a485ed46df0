import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readMail } from '../../channels/inbound/read-mail.js';
import { takeBounce } from '../../store/messages/bounces.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import type { InboundMailAnswer } from './mail.dto.js';

@Injectable()
export class MailService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Only a mail that failed has an effect. Nobody answers a mail here, and what a person writes is not kept. */
  async take(raw: Buffer): Promise<InboundMailAnswer> {
    const read = await readMail(raw);
    if (!('report' in read)) return { kind: read.kind, status: null, effect: 'none' };
    const { kind, status, mail } = read;
    if (mail === null) return { kind, status, effect: 'unknownMail' };
    if (kind !== 'failed') return { kind, status, effect: 'none' };
    const effect = await inTransaction(this.dataSource, (tx) =>
      takeBounce(tx, { ...read, mail }, this.clock.now()),
    );
    if (effect !== 'underWay') return { kind, status, effect };
    throw new Problem(503, 'This mail is still being handed over. Send the report again in a minute.', {
      headers: { 'retry-after': '60' },
    });
  }
}
