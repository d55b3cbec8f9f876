import { expect, test } from "vitest";
import { VerdictMemory } from "@/src/server/auth/memory";
import type { Verdict } from "@/src/server/auth/verify";
import { person } from "../../support/principals.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const verdict = (seconds: number): Verdict => ({
  principal: person("user_1"),
  expiresAt: now + seconds * 1000,
  cookies: [],
});
const keyOf = (headers: Record<string, string>) => VerdictMemory.keyOf(new Headers(headers));
const bearer = { authorization: "Bearer a.b.c", host: "localhost:3000" };

test("a verdict is remembered until its token ends, and not a moment longer", () => {
  const memory = new VerdictMemory();
  const kept = verdict(40);
  memory.keep("key", kept, now);
  expect(memory.recall("key", now)).toBe(kept);
  expect(memory.recall("key", now + 39_999)).toBe(kept);
  expect(memory.recall("key", now + 40_000)).toBeNull();
  expect(memory.recall("key", now)).toBeNull();
});

test("a long-lived token is verified again after a minute", () => {
  const memory = new VerdictMemory();
  memory.keep("key", verdict(3600), now);
  expect(memory.recall("key", now + 59_999)).not.toBeNull();
  expect(memory.recall("key", now + 60_000)).toBeNull();
});

test("a refusal, a token that is over and a refreshed one are not remembered", () => {
  const memory = new VerdictMemory();
  memory.keep("nobody", { principal: { kind: "anonymous" }, expiresAt: 0, cookies: [] }, now);
  // Within the tolerance of Clerk's SDK, which takes it for five seconds more.
  memory.keep("over", verdict(-1), now);
  memory.keep("refreshed", { ...verdict(60), cookies: ["__session=x"] }, now);
  expect(memory.size).toBe(0);
});

test("no more than 10,000 are kept, the newest", () => {
  const memory = new VerdictMemory();
  for (let n = 0; n < 12_000; n++) memory.keep(`key ${n}`, verdict(60), now);
  expect(memory.size).toBe(10_000);
  expect(memory.recall("key 1999", now)).toBeNull();
  expect(memory.recall("key 2000", now)).not.toBeNull();
});

test("what is over makes room", () => {
  const memory = new VerdictMemory();
  for (let n = 0; n < 100; n++) memory.keep(`key ${n}`, verdict(10), now);
  memory.keep("later", verdict(60), now + 20_000);
  expect(memory.size).toBe(1);
});

test("the key holds all that decides, and nothing that can be read", () => {
  const key = keyOf(bearer);
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(keyOf({ ...bearer, "user-agent": "another" })).toBe(key);
  const others: Record<string, string>[] = [
    { authorization: "Bearer a.b.d" },
    { authorization: "a.b.c" },
    { cookie: "__session=x" },
    { host: "localhost:3001" },
    { "x-forwarded-host": "evil.example" },
    { "x-forwarded-proto": "https" },
    { "cloudfront-forwarded-proto": "https" },
  ];
  const keys = others.map((changed) => keyOf({ ...bearer, ...changed }));
  expect(new Set([key, ...keys]).size).toBe(others.length + 1);
  // Where one value ends and the next begins is part of it.
  expect(keyOf({ ...bearer, cookie: "a", "x-forwarded-host": "b" })).not.toBe(
    keyOf({ ...bearer, cookie: "ab" }),
  );
});

test("without a bearer token nothing is remembered", () => {
  for (const authorization of ["", "Basic a.b.c", "bearer a.b.c"])
    expect(keyOf({ authorization, cookie: "__session=a.b.c" })).toBeNull();
});
