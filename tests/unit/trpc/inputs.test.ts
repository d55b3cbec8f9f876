import { expect, test } from "vitest";
import { z } from "zod";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";

const Definition = z.object({ inputs: z.array(z.instanceof(z.ZodType)) });
const procedures = Object.entries(procedureTable(appRouter)).map(([path, { _def }]) => {
  return [path, Definition.parse(_def).inputs] as const;
});

test("there are procedures to look at", () => {
  expect(procedures.length).toBeGreaterThanOrEqual(23);
});

test.each(procedures)("%s says what it takes, and takes nothing else", (_, inputs) => {
  expect(inputs).toHaveLength(1);
  for (const input of inputs) {
    if (input instanceof z.ZodVoid) continue;
    expect(input).toBeInstanceOf(z.ZodObject);
    // What an object has beyond its keys is of this type: never, where it is strict.
    expect(input instanceof z.ZodObject && input.def.catchall).toBeInstanceOf(z.ZodNever);
    const unknown = input.safeParse({ organizationId: "org_other" });
    expect(unknown.error?.issues.map(({ code }) => code)).toContain("unrecognized_keys");
  }
});
