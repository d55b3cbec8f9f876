import {
  getTRPCErrorFromUnknown,
  tracked,
  type TRPCError,
  type TrackedEnvelope,
} from "@trpc/server";
import { z } from "zod";
import type { ChangedModel } from "@/src/server/change/change";
import { changes, openWatch, readyToWatch } from "@/src/server/change/open";

/** Milliseconds between two looks at whether somebody may still see what they watch, where nothing tells that they may not. */
const checkEvery = 15_000;
/** Milliseconds between two deliveries, however much is changed: each reads the list again. */
const breath = 250;

/** What the resolver of a stream asks for. */
export interface Delivery<T> {
  /** The models whose changes change what is read. */
  readonly models: readonly ChangedModel[];
  /** The position of the last delivery that the client had, as it says itself. Anything else than that counts as none. */
  readonly after: string | undefined;
  /** Reads what is delivered, by the handle of the stream's gate: each time the database asks again who is reading. */
  readonly read: () => Promise<T>;
}

/** Begins a stream: what there is now, unless the client has it already, and again after each change. */
export type Deliver = <T>(delivery: Delivery<T>) => Promise<AsyncGenerator<TrackedEnvelope<T>>>;

/** Of an input: where the client was when its connection ended. tRPC puts it there. */
export const Resume = { lastEventId: z.string().max(64).optional() };

/** The output of a stream: every delivery is read by the schema as any answer is. */
export function streamOf<T extends z.ZodType>(schema: T) {
  return z
    .custom<AsyncGenerator<TrackedEnvelope<z.input<T>>>>(isGenerator)
    .transform((deliveries) => parseEach(deliveries, schema));
}

async function* parseEach<T extends z.ZodType>(
  deliveries: AsyncGenerator<TrackedEnvelope<z.input<T>>>,
  schema: T,
): AsyncGenerator<TrackedEnvelope<z.output<T>>> {
  for await (const [position, value] of deliveries) {
    yield tracked(position, await schema.parseAsync(value));
  }
}

function isGenerator(value: unknown): boolean {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** Ends a stream without a last word: its client asks again, with a new token, and goes on from where it was. */
class EndOfStream extends Error {
  /** By which tRPC tells an end from a failure. */
  override readonly name = "AbortError";
}

export interface StreamOptions {
  readonly userId: string;
  readonly organizationId: string;
  /** When the token ends, milliseconds since the epoch, and with it the stream. */
  readonly expiresAt: number;
  readonly signal: AbortSignal | undefined;
  /** Asks the database whether they may still come in. @throws AppError */
  readonly check: () => Promise<void>;
}

/** Makes what a resolver delivers by. What it gives ends with the token, on revocation, and with the connection. */
export function openDelivery(options: StreamOptions): Deliver {
  return async (delivery) => {
    const { organizationId, userId } = options;
    await readyToWatch(userId);
    // Before it is read: what changes meanwhile is read once more.
    const position = changes().positionOf({ ...delivery, organizationId });
    // Nobody has begun to listen yet: whoever may not read this is refused as by any other call.
    const first = position === delivery.after ? null : tracked(position, await delivery.read());
    return goOn(options, delivery, position, first);
  };
}

async function* goOn<T>(
  { userId, organizationId, expiresAt, signal, check }: StreamOptions,
  { models, read }: Delivery<T>,
  begun: string,
  first: TrackedEnvelope<T> | null,
): AsyncGenerator<TrackedEnvelope<T>> {
  const watch = openWatch({ userId, organizationId, models });
  let delivered = begun;
  try {
    if (first) yield first;
    for (;;) {
      const position = changes().positionOf({ organizationId, models });
      if (position !== delivered) {
        yield tracked(position, await read());
        delivered = position;
        await sleep(breath);
      }
      await watch.wait(Math.min(expiresAt - Date.now(), checkEvery), signal);
      if (signal?.aborted || watch.ended || Date.now() >= expiresAt) throw new EndOfStream();
      // A change is read by a statement that brings the entry along; anything else only asks whether they may still come in.
      if (changes().positionOf({ organizationId, models }) === delivered) await check();
    }
  } finally {
    watch.close();
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The same deliveries; what ends them by a failure leaves as any failure of a call does. */
export async function* withFaults<T>(
  deliveries: AsyncIterable<T>,
  mapFault: (error: TRPCError) => Promise<TRPCError>,
): AsyncGenerator<T> {
  try {
    yield* deliveries;
  } catch (error) {
    if (error instanceof EndOfStream) throw error;
    throw await mapFault(getTRPCErrorFromUnknown(error));
  }
}
