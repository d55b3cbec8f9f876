import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tellSlow } from "@/src/client/tell-slow";
import type { AppRouter } from "@/src/server/trpc/root";

let told: boolean[] = [];
let answers: ((fail?: boolean) => void)[] = [];

/** Answers when the test says so. */
const held: TRPCLink<AppRouter> =
  () =>
  ({ op }) =>
    observable((observer) => {
      answers.push((fail = false) => {
        if (fail) {
          observer.error(new TRPCClientError(op.path));
          return;
        }
        observer.next({ result: { data: null } });
        observer.complete();
      });
      // As the links over HTTP do.
      op.signal?.addEventListener("abort", () => observer.error(new TRPCClientError("aborted")));
    });

const open = () =>
  createTRPCClient<AppRouter>({
    links: [tellSlow({ after: 100, tell: (slow) => told.push(slow) }), held],
  });

beforeEach(() => {
  told = [];
  answers = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

test("says nothing of an answer that comes in time", async () => {
  const call = open().me.get.query();
  vi.advanceTimersByTime(99);
  answers[0]?.();
  await call;
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([]);
});

test("says once that calls are slow, and once that none is any more", async () => {
  const client = open();
  const calls = [client.me.get.query(), client.post.mine.query({})];
  vi.advanceTimersByTime(100);
  expect(told).toEqual([true]);
  answers[0]?.();
  await calls[0];
  expect(told).toEqual([true]);
  answers[1]?.(true);
  await expect(calls[1]).rejects.toThrow("post.mine");
  expect(told).toEqual([true, false]);
});

test("forgets a call that nobody waits for any more", async () => {
  const stop = new AbortController();
  const call = open().me.get.query(undefined, { signal: stop.signal });
  vi.advanceTimersByTime(100);
  stop.abort();
  await expect(call).rejects.toThrow();
  expect(told).toEqual([true, false]);
});
