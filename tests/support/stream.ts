import { isTrackedEnvelope } from "@trpc/server";

/** What a procedure answers: of a stream, what it delivers first, and then it is left. */
export async function firstOf(answer: unknown): Promise<unknown> {
  if (!isStream(answer)) return answer;
  for await (const delivered of answer) return delivered;
  throw new Error("The stream ended without a delivery.");
}

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
}

interface Delivered<T> {
  readonly position: string;
  readonly value: T;
}

/** Reads a stream delivery by delivery, as its client would. */
export class StreamReader<T> {
  readonly #iterator: AsyncIterator<unknown, unknown>;

  constructor(stream: AsyncIterable<unknown>) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** @throws what ends the stream; Error after so many milliseconds without a delivery. */
  async next(within = 10_000): Promise<Delivered<T>> {
    const { promise, cancel } = late(within);
    try {
      const { done, value } = await Promise.race([this.#iterator.next(), promise]);
      if (done === true) throw new Error("The stream ended.");
      if (!isTrackedEnvelope<T>(value)) throw new Error("A delivery has no position.");
      const [position, data] = value;
      return { position, value: data };
    } finally {
      cancel();
    }
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

function late(within: number): { promise: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Nothing was delivered.")), within);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
