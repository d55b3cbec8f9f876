import { beforeAll, describe, expect, test } from "vitest";
import { gateCases } from "./cases/gates.ts";
import { handleCases } from "./cases/handles.ts";
import { inputCases } from "./cases/inputs.ts";
import { routerCases } from "./cases/routers.ts";
import { serviceCases } from "./cases/services.ts";
import { writeCases } from "./cases/writes.ts";
import { compileCases, textOf, type Case } from "./compile.ts";

const groups: Record<string, readonly Case[]> = {
  gates: gateCases,
  handles: handleCases,
  writes: writeCases,
  services: serviceCases,
  routers: routerCases,
  inputs: inputCases,
};
const all = Object.values(groups).flat();
let found: Map<Case, { code: number; text: string }[]>;

beforeAll(() => {
  const diagnostics = compileCases(all);
  found = new Map(
    all.map((each, index) => [
      each,
      (diagnostics[index] ?? []).map((one) => ({ code: one.code, text: textOf(one) })),
    ]),
  );
});

// Code and text are both compared: code that fails for another reason than the one meant proves nothing.
for (const [group, cases] of Object.entries(groups)) {
  describe(group, () => {
    for (const each of cases) {
      test(each.title, () => {
        const expected = each.errors.map(({ code, text }) => ({
          code,
          text: expect.stringContaining(text) as unknown,
        }));
        expect(found.get(each)).toEqual(expected);
      });
    }
  });
}

test("at least thirty things do not compile", () => {
  expect(all.filter((each) => each.errors.length > 0).length).toBeGreaterThanOrEqual(30);
});
