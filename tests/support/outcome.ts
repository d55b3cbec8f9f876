import { TRPCError } from "@trpc/server";
import { expect } from "vitest";
import { errorCodes } from "@/src/access/errors";
import { errorCodeOf } from "@/src/server/trpc/fault";

/** What a call came to: "done" or the code of the closed union. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const code = errorCodeOf(error);
    expect(error.code).toBe(errorCodes[code].trpc);
    return code;
  }
}

/** All that a caller may learn of a refusal; two that must not be told apart give the same. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: unknown) =>
      error instanceof TRPCError ? JSON.stringify([error.code, error.message]) : String(error),
  );
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Reads a list to its end, page by page, with `between` done after each but the last. */
export async function readAll<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  between?: () => Promise<unknown>,
): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let pages = 1; pages <= 50; pages += 1) {
    const page: Page<T> = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) return { items, pages };
    await between?.();
  }
  throw new Error("The list does not end.");
}
