import type { AsyncLocalStorage } from "node:async_hooks";
import { beforeAll, expect, test, vi } from "vitest";
import { anonymous, type Principal } from "@/src/server/auth/principal";
import { chargeAddress, chargePerson } from "@/src/server/http/limit";
import { environment } from "../../support/environment.ts";

beforeAll(() => {
  const limits = { RATE_LIMIT_ADDRESS: "20", RATE_LIMIT_PERSON: "10", TRUSTED_PROXIES: "1" };
  Object.assign(process.env, environment, limits);
});

const from = (address: string) => new Headers({ "x-forwarded-for": address });
const person = (userId: string): Principal => ({
  kind: "person",
  userId,
  sessionId: "sess_1",
  issuedAt: 1,
  impersonatorId: null,
  proof: null,
  platformAdmin: false,
  organization: null,
});

test("an address has its number of calls, a batch costs as many as it holds, and then it waits", async () => {
  for (let call = 0; call < 10; call++) expect(await chargeAddress(from("192.0.2.1"))).toBeNull();
  expect(await chargeAddress(from("192.0.2.1"), 10)).toBeNull();
  const wait = await chargeAddress(from("192.0.2.1"));
  expect(wait).toBeGreaterThanOrEqual(55);
  expect(wait).toBeLessThanOrEqual(60);
  expect(await chargeAddress(from("192.0.2.2"))).toBeNull();
});

test("a batch that is larger than what is left is refused as a whole", async () => {
  expect(await chargeAddress(from("192.0.2.3"), 15)).toBeNull();
  expect(await chargeAddress(from("192.0.2.3"), 10)).not.toBeNull();
});

test("addresses of one /64 count together", async () => {
  for (let call = 0; call < 20; call++)
    expect(await chargeAddress(from(`2001:db8::${call + 1}`))).toBeNull();
  expect(await chargeAddress(from("2001:db8::ffff"))).not.toBeNull();
});

test("a person is counted from wherever they call; nobody is not", async () => {
  expect(await chargePerson(person("user_a"), 10)).toBeNull();
  expect(await chargePerson(person("user_a"))).not.toBeNull();
  expect(await chargePerson(person("user_b"))).toBeNull();
  for (let call = 0; call < 50; call++) expect(await chargePerson(anonymous)).toBeNull();
});

test("after the minute the count starts anew", async () => {
  vi.useFakeTimers({ now: Date.now() });
  try {
    expect(await chargePerson(person("user_c"), 10)).toBeNull();
    expect(await chargePerson(person("user_c"))).not.toBeNull();
    vi.advanceTimersByTime(59_000);
    expect(await chargePerson(person("user_c"))).not.toBeNull();
    vi.advanceTimersByTime(1_100);
    expect(await chargePerson(person("user_c"))).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test("where the peer is known, what the client wrote left of it does not help it", async () => {
  const holder: typeof globalThis & { gatehousePeer?: AsyncLocalStorage<string> } = globalThis;
  await holder.gatehousePeer?.run("198.51.100.7", async () => {
    for (let call = 0; call < 20; call++)
      expect(await chargeAddress(from(`6.6.6.${call}, 192.0.2.77`))).toBeNull();
    expect(await chargeAddress(from("7.7.7.7, 192.0.2.77"))).not.toBeNull();
  });
});

test("300,000 addresses do not take more than the counters there are", async () => {
  for (let number = 0; number < 300_000; number++) {
    await chargeAddress(from(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`));
  }
  // Guarantee: limit.ts keeps its counters there.
  const holder = globalThis as typeof globalThis & {
    gatehouseLimits?: { address: { dump(): { storage: unknown[] } } };
  };
  const kept = holder.gatehouseLimits?.address.dump().storage.length ?? 0;
  expect(kept).toBeGreaterThan(100_000);
  expect(kept).toBeLessThanOrEqual(2 ** 17);
}, 60_000);
