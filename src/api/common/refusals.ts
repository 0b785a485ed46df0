import { MINUTE, type Instant } from '../../domain/time.js';

/** Refusals of one caller that are noted in a minute: enough to see what somebody is after, too few to fill a disk. */
const MOST = 60;

/** Which refusals are noted: the same one once a minute, and of one caller not too many. */
export class Refusals {
  private minute = -1;
  private readonly noted = new Map<string, Set<string>>();

  isNews(caller: string, what: string, now: Instant): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.minute) this.noted.clear();
    this.minute = minute;
    const known = this.noted.get(caller) ?? new Set<string>();
    this.noted.set(caller, known);
    if (known.has(what) || known.size >= MOST) return false;
    known.add(what);
    return true;
  }
}
