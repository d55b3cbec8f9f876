import { join } from "node:path";
import { AlreadyRunning, takeLock } from "../../local/stack/lock.ts";
import { applicationParts, copyProject, root } from "../support/project.ts";
import type { Mutant } from "./mutant.ts";
import { print, printProgress, printTable, type Result } from "./report.ts";
import { mutants } from "./table.ts";
import { runTests } from "./trial.ts";
import { byProject, judge } from "./verdict.ts";

/**
 * `npm run test:mutants [part of an id …]`: takes the guards away one at a time, each in a copy of the project, and runs the
 * tests that must mind. Fails when one does not. The project itself is not touched.
 */
const workers = 2;
const copiedParts = [
  ...applicationParts,
  "tests",
  "local",
  "prisma",
  "docs",
  "eslint",
  "eslint.config.mjs",
  "vitest.config.ts",
  "prisma.config.ts",
];

async function run(chosen: readonly Mutant[], signal: AbortSignal): Promise<boolean> {
  const folders = Array.from({ length: Math.min(workers, chosen.length) }, (_, index) =>
    copyProject(`mutants-${index + 1}`, copiedParts),
  );
  const [first] = folders;
  if (!first) throw new Error("No mutant has a name with that in it.");
  if (!(await isSound(chosen, first, signal))) return false;

  const since = Date.now();
  const results: Result[] = [];
  // Builds go first, as they take longest, and one after another: two at once would choose the same ports.
  const [slow, quick] = [chosen.filter(isSlow), chosen.filter((mutant) => !isSlow(mutant))];
  const next = (folder: string) => (folder === first ? slow.shift() : undefined) ?? quick.shift();
  await Promise.all(
    folders.map(async (folder) => {
      for (let mutant = next(folder); mutant; mutant = next(folder)) {
        const start = Date.now();
        const verdict = await judge(mutant, folder, signal);
        results.push({ mutant, verdict, seconds: (Date.now() - start) / 1000 });
        printProgress(results, chosen.length, since);
      }
    }),
  );
  const all = printTable(chosen, results);
  print(`${((Date.now() - since) / 60_000).toFixed(1)} minutes`);
  return all;
}

function isSlow({ killers }: Mutant): boolean {
  return killers.some((file) => file.startsWith("tests/e2e/"));
}

/** The tests must pass on the application as it is: one that fails anyway would kill everything. */
async function isSound(
  chosen: readonly Mutant[],
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  let sound = true;
  for (const [project, files] of byProject([...new Set(chosen.flatMap((one) => one.killers))])) {
    const { passed, failed, broken } = await runTests(folder, project, files, signal);
    print(`without a mutant: ${project}, ${files.length} files, ${passed} tests passed`);
    for (const { file, name } of failed) print(`  ✗ ${file} › ${name}`);
    if (broken !== null) print(`  ✗ ${broken}`);
    sound &&= failed.length === 0 && broken === null;
  }
  if (!sound) print("The tests fail as it is, so they can show nothing.");
  return sound;
}

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => interruption.abort());

const wanted = process.argv.slice(2);
const chosen = mutants.filter(
  ({ id }) => wanted.length === 0 || wanted.some((part) => id.includes(part)),
);
process.exitCode = await runAlone();

/** Two runs would change the same copies. */
async function runAlone(): Promise<number> {
  try {
    const lock = takeLock(join(root, ".local", "mutants"));
    try {
      return (await run(chosen, interruption.signal)) ? 0 : 1;
    } finally {
      lock.release();
    }
  } catch (error) {
    if (interruption.signal.aborted) return 130;
    if (!(error instanceof AlreadyRunning)) throw error;
    print(`Another run is going on here (process ${error.holder.pid}).`);
    return 1;
  }
}
