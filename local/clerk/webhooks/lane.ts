/** An application that is not up is not a failing one: ask again soon, and count nothing. */
const REFUSED_PAUSE_MS = 1000;

interface Options<T> {
  /** false puts the item back, to the front, and lets the lane rest for a moment. */
  send: (item: T) => Promise<boolean>;
  /** How many groups may be on their way at once; 0 stops. */
  limit: () => number;
}

/** Groups of items that leave in order. The items of one group leave at once. */
export class Lane<T> {
  private readonly options: Options<T>;
  private waiting: T[][] = [];
  /** Where the queue begins within `waiting`: taking from the front must not move all the others. */
  private head = 0;
  private underWay = 0;
  private rest: NodeJS.Timeout | null = null;
  private woken: NodeJS.Immediate | null = null;
  /** Counts how often it was cleared: what was under way then comes back to nothing. */
  private generation = 0;

  constructor(options: Options<T>) {
    this.options = options;
  }

  push(group: T[]): void {
    this.waiting.push(group);
    this.wake();
  }

  /** Yields first: whoever emits several events emits them all before the first one leaves. */
  wake(): void {
    this.woken ??= setImmediate(() => {
      this.woken = null;
      this.start();
    });
  }

  clear(): void {
    this.waiting = [];
    this.head = 0;
    this.underWay = 0;
    this.generation += 1;
    if (this.rest) clearTimeout(this.rest);
    if (this.woken) clearImmediate(this.woken);
    this.rest = null;
    this.woken = null;
  }

  private start(): void {
    while (!this.rest && this.underWay < this.options.limit()) {
      const group = this.take();
      if (!group) return;
      this.underWay += 1;
      void this.run(group, this.generation);
    }
  }

  private async run(group: T[], generation: number): Promise<void> {
    const sent = await Promise.all(group.map((item) => this.options.send(item)));
    if (generation !== this.generation) return;
    this.underWay -= 1;
    const refused = group.filter((_, index) => !sent[index]);
    if (refused.length > 0) this.putBack(refused);
    this.start();
  }

  private take(): T[] | undefined {
    const group = this.waiting[this.head];
    if (!group) return undefined;
    this.head += 1;
    if (this.head > 1000 && this.head * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
    }
    return group;
  }

  private putBack(group: T[]): void {
    this.waiting.splice(0, this.head, group);
    this.head = 0;
    this.rest ??= setTimeout(() => {
      this.rest = null;
      this.start();
    }, REFUSED_PAUSE_MS).unref();
  }
}
