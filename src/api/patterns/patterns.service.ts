import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { qualityLanguage } from '../../domain/feedback-quality/index.js';
import { LEAST_REPORTS, LOOKED_AT, patternsOf } from '../../domain/feedback-quality/patterns.js';
import { toIso } from '../../domain/time.js';
import { readOwnFeedback } from '../../store/coaching/coaching.js';
import { readAddressee } from '../../store/messages/message-items.js';
import type { PatternsAnswer } from './patterns.dto.js';

@Injectable()
export class PatternsService {
  constructor(private readonly dataSource: DataSource) {}

  /** Computed when it is asked for; nothing of it is stored. */
  async of(personId: string): Promise<PatternsAnswer> {
    const tx = this.dataSource.manager;
    const own = await readOwnFeedback(tx, personId, LOOKED_AT);
    const { language } = await readAddressee(tx, personId);
    const found = patternsOf(own, qualityLanguage(language));
    return {
      reports: own.length,
      least: LEAST_REPORTS,
      patterns: found && {
        ...found,
        examples: found.examples.map(
          ({ enrolmentId, repId, rep, capability, givenAt, evidence, suggestion, quality }) => ({
            enrolment: enrolmentId,
            rep: { id: repId, name: rep },
            capability,
            givenAt: toIso(givenAt),
            evidence,
            suggestion,
            help: quality.help,
          }),
        ),
      },
    };
  }
}
