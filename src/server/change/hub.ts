import { randomBytes } from "node:crypto";
import type { Change, ChangedModel } from "./change";
import { Watch, type Watched } from "./watch";

/** As many lists as a hub remembers the last change of. What it has forgotten counts as changed. */
const most = 10_000;

/**
 * Passes on to the streams of this process what the database tells, and names how far each list is: whoever comes back with the
 * name that a list still has has missed nothing. Names are random: a number would tell how much others change.
 */
export class ChangeHub {
  readonly #watches = new Set<Watch>();
  /** The last change by organization and model, the oldest first. */
  readonly #last = new Map<string, string>();
  /** Stands for the last change of whatever is not in the map. */
  #rest = newName();

  get size(): number {
    return this.#watches.size;
  }

  countOf(userId: string): number {
    return [...this.#watches].filter(({ watched }) => watched.userId === userId).length;
  }

  watch(watched: Watched): Watch {
    const watch = new Watch(watched, () => this.#watches.delete(watch));
    this.#watches.add(watch);
    return watch;
  }

  /** How far the organization's rows of these models are. It means nothing to another process, nor after a gap. */
  positionOf({ organizationId, models }: Pick<Watched, "organizationId" | "models">): string {
    return models
      .map((model) => this.#last.get(keyOf(organizationId, model)) ?? this.#rest)
      .join(".");
  }

  tell(change: Change): void {
    if (change.organizationId !== null) {
      const key = keyOf(change.organizationId, change.model);
      this.#last.delete(key);
      this.#last.set(key, newName());
      this.#forgetOldest();
    }
    for (const watch of this.#watches) watch.hear(change);
  }

  /** Changes may have been missed: everything counts as changed. */
  tellGap(): void {
    this.#last.clear();
    this.#rest = newName();
    for (const watch of this.#watches) watch.wake();
  }

  /** Ends every stream, as when the process ends: their clients go on at another. */
  endAll(): void {
    for (const watch of this.#watches) watch.end();
  }

  #forgetOldest(): void {
    const [oldest] = this.#last.keys();
    if (this.#last.size <= most || oldest === undefined) return;
    this.#last.delete(oldest);
    this.#rest = newName();
  }
}

function newName(): string {
  return randomBytes(9).toString("base64url");
}

function keyOf(organizationId: string, model: ChangedModel): string {
  return `${organizationId} ${model}`;
}
