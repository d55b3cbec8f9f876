import { faults } from "./faults.ts";
import { isSound, runFaults } from "./drill.ts";
import { printLine, printTable } from "./report.ts";
import { startStack } from "./stack/start.ts";

/**
 * `npm run drill [part of a name …]`: lets things go wrong between Clerk, the application and its database, and looks for whom it
 * let in wrongly and what was lost. Ends with 1 when it finds any of either, or somebody who stays shut out.
 */
async function main(words: readonly string[]): Promise<number> {
  const chosen = faults.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) {
    process.stderr.write(
      `No fault is named so. There are:\n  ${faults.map(({ name }) => name).join("\n  ")}\n`,
    );
    return 2;
  }
  const since = Date.now();
  const stack = await startStack((text) => process.stderr.write(`starting ${text}\n`));
  try {
    const results = await runFaults(stack, chosen, (result, done) =>
      printLine(result, done, chosen.length, since),
    );
    printTable(results, (Date.now() - since) / 1000);
    return results.every(isSound) ? 0 : 1;
  } finally {
    await stack.close();
  }
}

process.exit(await main(process.argv.slice(2)));
