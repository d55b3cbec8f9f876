import { readStatus } from "@/src/server/sync/status";
import { number, print } from "./report.ts";

export async function showStatus(json: boolean): Promise<number> {
  const status = await readStatus();
  if (json) {
    print(JSON.stringify(status, null, 2));
    return status.attention.length === 0 ? 0 : 1;
  }
  const { deliveries, lag, lastReconcile, oldestFailed, toErase } = status;
  const lines: readonly (readonly [string, string])[] = [
    ["instance", status.instance ?? "none seen yet"],
    ["newest applied", ago(status.sinceApplied)],
    ["lag", `${time(lag.median)} in the middle, ${time(lag.worst)} at worst, of the newest 100`],
    [
      "deliveries",
      Object.entries(deliveries)
        .map(([name, count]) => `${number(count)} ${name}`)
        .join(", "),
    ],
    ["oldest failed", oldestFailed ? `${oldestFailed.id}, ${oldestFailed.receivedAt}` : "none"],
    [
      "last reconcile",
      lastReconcile
        ? `${lastReconcile.status}${lastReconcile.dryRun ? " (dry run)" : ""}, ${number(lastReconcile.done)} subjects, ${lastReconcile.at}`
        : "never",
    ],
    ["commands", `${number(status.unsettledCommands)} unsettled`],
    ["to erase", `${number(toErase.organizations)} organizations, ${number(toErase.users)} people`],
  ];
  for (const [name, text] of lines) print(`${name.padEnd(16)}${text}`);
  for (const { error, count } of status.errors) print(`  ${number(count)}  ${error}`);
  for (const text of status.attention) print(`! ${text}`);
  return status.attention.length === 0 ? 0 : 1;
}

function time(seconds: number | null): string {
  return seconds === null ? "nothing" : `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

function ago(seconds: number | null): string {
  return seconds === null ? "never" : `${time(seconds)} ago`;
}
