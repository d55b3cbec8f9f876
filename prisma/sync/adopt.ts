import { createInterface } from "node:readline/promises";
import { adopt, readInstances } from "@/src/server/sync/adopt";
import { print } from "./report.ts";

export async function adoptInstance(confirmed: boolean): Promise<number> {
  const { current, known } = await readInstances();
  if (known === current) {
    print(`This database mirrors ${current} already.`);
    return 0;
  }
  print(
    `This database mirrors ${known ?? "no instance yet"}; the secret key belongs to ${current}.`,
  );
  print(
    "After adopting it, a reconcile finds the people of the other one gone, and tombstones them.",
  );
  if (!confirmed && !(await asked(current))) {
    print("Nothing was changed.");
    return 1;
  }
  await adopt(current);
  print(`From now on this database mirrors ${current}. Next: npm run sync -- reconcile --dry-run`);
  return 0;
}

/** The id has to be typed: a "y" would be typed too easily. */
async function asked(instanceId: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Type the new instance's id to adopt it: ");
  terminal.close();
  return answer.trim() === instanceId;
}
