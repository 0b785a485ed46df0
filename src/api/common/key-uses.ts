import type { DataSource } from 'typeorm';
import { HOUR, MINUTE, type Instant } from '../../domain/time.js';
import { noteKeyUse, noteRefusedKey, type Moment } from '../../store/rights/audit.js';

/**
 * Has the use of keys audited. A key that lets somebody in: once a day and address, so that a machine that calls all
 * day leaves a line and not a million, and one that calls from elsewhere is seen at once. One that does not: once a
 * minute and address, so that guessing does not fill the database.
 */
export class KeyUses {
  private readonly days = new Remembered(24 * HOUR);
  private readonly minutes = new Remembered(MINUTE);

  constructor(private readonly dataSource: DataSource) {}

  taken(keyId: string, moment: Moment): Promise<void> {
    return this.days.once(`${keyId} ${moment.address}`, moment.at, () =>
      noteKeyUse(this.dataSource.manager, keyId, moment),
    );
  }

  refused(moment: Moment): Promise<void> {
    return this.minutes.once(moment.address, moment.at, () =>
      noteRefusedKey(this.dataSource.manager, moment),
    );
  }
}

/** Names remembered at once; more are forgotten, which costs a needless line or look-up. */
const MOST = 10_000;

/** What was done in the present period. */
class Remembered {
  private period = -1;
  private readonly names = new Set<string>();

  constructor(private readonly length: number) {}

  async once(name: string, now: Instant, work: () => Promise<unknown>): Promise<void> {
    const period = Math.floor(now / this.length);
    if (period !== this.period || this.names.size >= MOST) this.names.clear();
    this.period = period;
    if (this.names.has(name)) return;
    await work();
    this.names.add(name);
  }
}
