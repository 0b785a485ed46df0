const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const STEADY_MS = 30_000;

/** How long to wait before something that ended is started again: longer each time, unless it had run for a while. */
export class Backoff {
  private pauseMs = FIRST_MS;

  /** @param ranMs how long it had run */
  next(ranMs: number): number {
    if (ranMs >= STEADY_MS) this.pauseMs = FIRST_MS;
    const pause = this.pauseMs;
    this.pauseMs = Math.min(LONGEST_MS, pause * 2);
    return pause;
  }
}
