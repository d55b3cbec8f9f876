/** Collects items until there are as many as wanted, or until it has waited long enough, and then lets them go together. */
export class Gate<T> {
  private held: T[] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly release: (items: T[]) => void;

  constructor(release: (items: T[]) => void) {
    this.release = release;
  }

  push(item: T, size: number, holdMs: number): void {
    this.held.push(item);
    if (this.held.length >= size) this.open();
    else this.timer ??= setTimeout(() => this.open(), holdMs).unref();
  }

  /** Lets go what is held now. */
  open(): void {
    const items = this.held;
    this.clear();
    if (items.length > 0) this.release(items);
  }

  clear(): void {
    this.held = [];
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
