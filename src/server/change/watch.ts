import type { Change, ChangedModel } from "./change";

/** What one stream is about, and whose it is. */
export interface Watched {
  readonly userId: string;
  readonly organizationId: string;
  readonly models: readonly ChangedModel[];
}

/** Those of a person or an organization that may end somebody's access. */
const access: readonly ChangedModel[] = ["membership", "user", "organization", "endedSession"];

/** One stream's ear. */
export class Watch {
  readonly #forget: () => void;
  #heard = false;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(
    readonly watched: Watched,
    forget: () => void,
  ) {
    this.#forget = forget;
  }

  /** Whether the process wants the stream to end. */
  get ended(): boolean {
    return this.#ended;
  }

  hear(change: Change): void {
    const { userId, organizationId, models } = this.watched;
    const isHere = change.organizationId === null || change.organizationId === organizationId;
    const isTheirs = change.userId === null || change.userId === userId;
    const isShown = change.organizationId !== null && models.includes(change.model);
    if (isHere && (isShown || (isTheirs && access.includes(change.model)))) this.wake();
  }

  wake(): void {
    this.#heard = true;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /**
   * Waits until something is heard, which includes what was heard since the last time; until the stream is to end; or for so many
   * milliseconds.
   */
  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!this.#heard && !this.#ended && !signal?.aborted) {
      const { promise, resolve } = withResolvers();
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", resolve, { once: true });
      this.#wake = resolve;
      await promise;
      this.#wake = null;
      signal?.removeEventListener("abort", resolve);
      clearTimeout(timer);
    }
    this.#heard = false;
  }

  close(): void {
    this.#forget();
  }
}

/** Promise.withResolvers, which Node 20 does not have. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
