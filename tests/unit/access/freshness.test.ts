import { reverificationError } from "@clerk/backend/internal";
import { expect, test } from "vitest";
import { freshMinutes, isFresh, reverificationHint } from "@/src/access/freshness";

test("a proof is fresh below the limit, and the second factor counts where there is one", () => {
  const last = freshMinutes - 1;
  expect(isFresh({ first: last, second: null })).toBe(true);
  expect(isFresh({ first: freshMinutes, second: null })).toBe(false);
  expect(isFresh({ first: freshMinutes, second: last })).toBe(true);
  expect(isFresh({ first: 0, second: freshMinutes })).toBe(false);
  expect(isFresh({ first: null, second: null })).toBe(false);
  expect(isFresh(null)).toBe(false);
});

test("a refusal says so in the form that Clerk's own hook knows", () => {
  const wanted = { level: "second_factor", afterMinutes: freshMinutes } as const;
  expect(reverificationHint).toEqual(reverificationError(wanted));
});
