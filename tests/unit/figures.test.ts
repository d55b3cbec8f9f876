import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { figures } from "@/src/ui/public/figures";

const Result = z.object({
  report: z.object({
    targets: z.array(z.object({ text: z.string(), figure: z.number() })).default([]),
    tables: z
      .array(z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())) }))
      .default([]),
  }),
});

function resultOf(name: string) {
  const path = join(import.meta.dirname, "../../bench/results", `${name}.json`);
  return Result.parse(JSON.parse(readFileSync(path, "utf8"))).report;
}

function targetOf(name: string, text: string): number {
  const found = resultOf(name).targets.find((target) => target.text.startsWith(text));
  if (!found) throw new Error(`${name} has no target "${text}".`);
  return found.figure;
}

it("the public pages say of speed what was measured", () => {
  const [table] = resultOf("revocation").tables;
  const quiet = table?.rows.find((row) => String(row[0]).includes("nothing else"));
  const p50 = Number(quiet?.[table?.columns.indexOf("p50, ms") ?? -1]);
  const list = "A list, one caller";
  expect(figures.gates).toBe(round(targetOf("gates", "All guards add to a call with a query"), 3));
  expect(figures.list).toBe(round(targetOf("scoped", `${list}, against Prisma`), 2));
  expect(figures.extension).toBe(round(targetOf("scoped", `${list}: the extension's`), 1));
  expect(figures.revocation).toBe(round(p50, 0));
});

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
