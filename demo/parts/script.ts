/** A misbehaviour ordered by a test: applies to what it fits, so many times. */
interface Order<R> {
  rule: R;
  left: number;
}

/** Misbehaviour in the order it was asked for. */
export class Script<R> {
  private readonly orders: Order<R>[] = [];

  /**
   * @param times how often; once unless given, `Infinity` until lifted
   * @returns lifts it
   */
  add(rule: R, times = 1): () => void {
    const order = { rule, left: times };
    this.orders.push(order);
    return () => this.drop(order);
  }

  /** The first rule that fits, counted as used. */
  take<S extends R>(fits: (rule: R) => rule is S): S | undefined;
  take(fits: (rule: R) => boolean): R | undefined;
  take(fits: (rule: R) => boolean): R | undefined {
    const order = this.orders.find(({ rule }) => fits(rule));
    if (!order) return undefined;
    order.left -= 1;
    if (order.left <= 0) this.drop(order);
    return order.rule;
  }

  private drop(order: Order<R>): void {
    const at = this.orders.indexOf(order);
    if (at >= 0) this.orders.splice(at, 1);
  }
}
