import { isClerkAPIResponseError } from "@clerk/shared/error";
import { describe, expect, test } from "vitest";
import { readDeclarations } from "./contract/declared-types.ts";
import { contracts } from "./contract/groups.ts";
import { makeWorld } from "./contract/world.ts";
import { client } from "./start.ts";

/** Parts of the client that call no endpoint by themselves, and what every group inherits. */
const HELPERS = ["telemetry", "authenticateRequest", "debugRequestState"];
const INHERITED = ["constructor", "request", "requireId"];

const world = await makeWorld();
const compare = readDeclarations();

/** What there is at run time, which the types may not say. */
function methodsOf(group: object): string[] {
  const names = new Set<string>();
  for (let at: object | null = group; at && at !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    // Guarantee: a prototype is an object or null.
    at = Object.getPrototypeOf(at) as object | null;
  }
  return [...names].filter((name) => !INHERITED.includes(name)).sort();
}

test("every group and every method of the real client has its place in the contract", () => {
  const groups = Object.entries(client(world.clerk)).filter(([name]) => !HELPERS.includes(name));
  const inClient = groups.map(([name, group]) => [name, methodsOf(Object(group) as object)]); // Guarantee: Object() makes one.
  const inContract = Object.entries(contracts).map(([name, contract]) => [
    name,
    Object.keys(contract).sort(),
  ]);
  expect(Object.fromEntries(inContract)).toEqual(Object.fromEntries(inClient));
});

describe.each(Object.entries(contracts))("%s", (group, contract) => {
  for (const [method, entry] of Object.entries(contract)) {
    if (typeof entry === "function") {
      test(`${method} does what it says, and answers what it declares`, async () => {
        const before = world.calls.length;
        await entry(world);
        const calls = world.calls.slice(before);
        const own = calls.filter((one) => one.group === group && one.method === method);
        expect(
          own.some((one) => one.result),
          `${group}.${method} answered`,
        ).toBe(true);
        const differences = calls.flatMap((one) =>
          one.result ? compare(one.group, one.method, one.result.value) : [],
        );
        expect(differences).toEqual([]);
      });
    } else {
      test(`${method} is not implemented, and says so`, async () => {
        const before = world.clerk.lines.length;
        const error: unknown = await entry.call(world).then(
          () => null,
          (reason: unknown) => reason,
        );
        if (!isClerkAPIResponseError(error)) throw new Error("it answers now", { cause: error });
        expect([error.status, error.errors[0]?.code]).toEqual([404, "resource_not_found"]);
        expect(error.errors[0]?.message).toMatch(
          /^The local Clerk does not implement [A-Z]+ \/bapi\//,
        );
        expect(world.clerk.lines.slice(before)).toEqual([
          expect.stringMatching(/^not implemented: [A-Z]+ \/bapi\/\S+$/),
        ]);
        expect(entry.reason).toMatch(/\w/);
      });
    }
  }
});
