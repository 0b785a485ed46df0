/**
 * A copy that stands alone. A text cut from a piece of the file keeps the whole piece in memory, so whatever is
 * remembered from line to line is copied first.
 */
export const detached = (text: string): string => Buffer.from(text).toString();

/** The lines in which identities stood first. */
export class FirstLines {
  private readonly lineOf = new Map<string, number>();

  /** The line that had this identity before, or undefined where it is new; it is remembered then. */
  take(identity: string, line: number): number | undefined {
    const first = this.lineOf.get(identity);
    if (first === undefined) this.lineOf.set(detached(identity), line);
    return first;
  }

  of(identity: string): number | undefined {
    return this.lineOf.get(identity);
  }
}
