import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { answerPulse, openPulses } from '../../store/coaching/pulses.js';
import { Refusal } from '../../store/refusal.js';
import { inTransaction } from '../../store/transaction.js';
import type { Actor } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import type { PulseAnswerBody, PulsesAnswer } from './pulses.dto.js';

@Injectable()
export class PulsesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor): Promise<PulsesAnswer> {
    const open = await openPulses(this.dataSource.manager, repOf(actor), this.clock.now());
    return {
      items: open.map(({ id, capabilityId, capability, month }) => ({
        id,
        capability: { id: capabilityId, name: capability },
        month,
      })),
    };
  }

  answer(id: string, { seen, helped }: PulseAnswerBody, actor: Actor): Promise<void> {
    return inTransaction(this.dataSource, (tx) =>
      answerPulse(tx, id, repOf(actor), { seen, helped: helped ?? null }),
    );
  }
}

function repOf({ personId }: Actor): string {
  if (personId !== null) return personId;
  throw new Refusal('invalid', 'Whose questions? Sign in, or send the header Acting-As.');
}
