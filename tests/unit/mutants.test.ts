import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { mutate, type Mutant } from "../mutants/mutant.ts";
import { mutants } from "../mutants/table.ts";

// `npm run test:mutants` runs them. Here only that the table has not fallen behind the code.

const root = join(import.meta.dirname, "..", "..");
const mutated = (mutant: Mutant): string =>
  mutate(readFileSync(join(root, mutant.file), "utf8"), mutant);

test("at least sixty guards are taken away, each under a name of its own", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(60);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});

test("no two make the same change", () => {
  const changes = mutants.map(({ file, find, replace }) => JSON.stringify([file, find, replace]));
  expect(new Set(changes).size).toBe(changes.length);
});

test.each(mutants)("$id has one place to change, and tests to mind it", (mutant) => {
  const text = mutated(mutant);
  expect(text).not.toBe(readFileSync(join(root, mutant.file), "utf8"));
  expect(mutant.killers.length).toBeGreaterThan(0);
  for (const killer of mutant.killers) expect(existsSync(join(root, killer)), killer).toBe(true);
  if (!mutant.file.endsWith(".ts")) return;
  // A text that is no program would kill itself.
  const { diagnostics } = ts.transpileModule(text, {
    fileName: mutant.file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
});
