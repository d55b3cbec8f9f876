import { describe, expect, test } from "vitest";
import { WebhooksSearch } from "@/app/admin/webhooks/search-params";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { filterOf, hrefOfWebhooks } from "@/src/ui/admin/webhooks/address";
import { paceOf } from "@/src/ui/admin/webhooks/pace";
import { pollAfter } from "@/src/ui/admin/webhooks/poll";
import { heightOf, ticksUpTo } from "@/src/ui/admin/webhooks/scale";
import { duration } from "@/src/ui/admin/webhooks/words";

describe("the page's address", () => {
  const read = (given: SearchParams) => readSearchParams(WebhooksSearch, given);
  const params = {
    status: "failed",
    source: "webhook",
    type: " user.",
    subject: "user_1",
    from: "2026-11-23T14:05",
    to: "2026-11-24T00:00",
    span: "week",
    after: "abc",
  };

  test("says the whole filter, and comes back from it", () => {
    const address = read(params);
    if (!address) throw new Error("It was not read.");
    expect(filterOf(address)).toEqual({
      status: "failed",
      source: "webhook",
      type: "user.",
      subject: "user_1",
      from: "2026-11-23T14:05:00.000Z",
      to: "2026-11-24T00:00:00.000Z",
      cursor: "abc",
    });
    const query = new URL(hrefOfWebhooks(address), "http://localhost").searchParams;
    expect(read(Object.fromEntries(query))).toEqual(address);
  });

  test("of the plain page says nothing", () => {
    const address = read({ status: "", type: "", from: "" });
    expect(address && hrefOfWebhooks(address)).toBe("/admin/webhooks");
  });

  test.each([
    { status: "constructor" },
    { source: "nowhere" },
    { span: "year" },
    { from: "yesterday" },
    { to: "2026-13-45T14:05" },
    { from: "2026-11-23" },
  ])("that somebody made up is none: %j", (made) => {
    expect(read({ ...params, ...made })).toBeNull();
  });
});

describe("a run", () => {
  const createdAt = new Date(0);

  test("is asked for ever more rarely while it goes on, and not after", () => {
    const after = (seconds: number, status = "running") =>
      pollAfter({ status, createdAt }, seconds * 1_000);
    expect([0, 5, 60, 100, 3_600].map((age) => after(age))).toEqual([
      2_000, 2_000, 6_000, 10_000, 15_000,
    ]);
    expect(after(1, "waiting")).toBe(2_000);
    for (const status of ["done", "failed", "stopped"]) expect(after(1, status)).toBe(false);
  });

  test("of an hour is asked for 300 times at most", () => {
    let asked = 0;
    for (let at = 0; at < 3_600_000; asked += 1)
      at += pollAfter({ status: "running", createdAt }, at) || Infinity;
    expect(asked).toBeLessThan(300);
  });

  test("goes on between two looks as it went, and never past its whole", () => {
    const run = { done: 100, total: 150, startedAt: new Date(0) };
    expect(paceOf(run, 10_000, 10_000)).toEqual({ done: 100, rate: 10, left: 5_000 });
    expect(paceOf(run, 10_000, 12_000)).toEqual({ done: 120, rate: 10, left: 3_000 });
    expect(paceOf(run, 10_000, 60_000)).toEqual({ done: 150, rate: 10, left: 0 });
    expect(paceOf({ ...run, total: null }, 10_000, 60_000)).toMatchObject({
      done: 100,
      left: null,
    });
    expect(paceOf({ ...run, done: 0 }, 10_000, 60_000)).toEqual({
      done: 0,
      rate: null,
      left: null,
    });
  });
});

describe("the lag's axis", () => {
  test("reaches the greatest, and ten seconds at least", () => {
    expect(ticksUpTo(0).at(-1)).toBe(10_000);
    expect(ticksUpTo(61_000).at(-1)).toBe(600_000);
    expect(ticksUpTo(1e12).at(-1)).toBe(360_000_000);
  });

  test("is logarithmic", () => {
    const ticks = ticksUpTo(0);
    expect([1, 10, 100, 1_000, 10_000, 1e9].map((lag) => Math.round(heightOf(lag, ticks)))).toEqual(
      [0, 0, 33, 67, 100, 100],
    );
  });
});

test.each([
  [12, "12 ms"],
  [1_234, "1.2 s"],
  [12_345, "12 s"],
  [90_000, "2 min"],
  [5_400_000, "1.5 h"],
  [172_800_000, "2 days"],
])("%d ms is said as %s", (milliseconds, said) => {
  expect(duration(milliseconds)).toBe(said);
});
