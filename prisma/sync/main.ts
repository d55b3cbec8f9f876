import { parseArgs } from "node:util";
import { EnvironmentError } from "@/src/env";
import { codeOfFault } from "@/src/server/sync/fault";
import { SyncBusy } from "@/src/server/sync/run/run";
import { CommandError } from "../command/failure.ts";
import { loadEnvironment } from "../command/owner.ts";
import { adoptInstance } from "./adopt.ts";
import { eraseDue } from "./erase-due.ts";
import { useLocalStack } from "./local.ts";
import { reconcile } from "./reconcile.ts";
import { replay } from "./replay.ts";
import { restore } from "./restore.ts";
import { showStatus } from "./status.ts";

const HELP = `npm run sync -- <command>

  reconcile            compare the mirror with Clerk, apply what is missing or otherwise here, and tombstone what Clerk no
                       longer knows; goes on where it was interrupted
      --dry-run        only say what differs
      --user <id>      only this person and their memberships
      --org <id>       only this organization, its memberships and its invitations
      --yes            also where that tombstones more than 1 % of a kind (and more than 10)
  status               lag, failures, the last reconcile; ends with 1 when something needs attention
      --json           the same for programs
  replay <id>          apply a stored delivery once more
      --failed         all that failed or were rejected
      --since <time>   all that came since, such as 2026-11-23T08:00:00Z
  adopt-instance       for who moves to another Clerk instance: from now on mirror the one whose secret key is set
      --yes            without being asked
  erase-due            erase what organizations left that were deleted more than TENANT_HOLD_BACK_DAYS ago
  restore              before that: move what a deleted organization left into another one, as the database's owner
      --org <id>       the deleted organization
      --into <id>      the other one

Environment
  DATABASE_URL, CLERK_SECRET_KEY and the application's other variables; see .env.example
  DATABASE_OWNER_URL   for restore: the role that migrates
  (none is set: the local PostgreSQL and the local Clerk of this checkout, while npm run dev runs)

Ends with 0 when all is well, 1 when it failed or something needs attention, 2 when called wrongly, 130 when interrupted.
`;

function readWords(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean" },
        user: { type: "string" },
        org: { type: "string" },
        yes: { type: "boolean" },
        json: { type: "boolean" },
        failed: { type: "boolean" },
        since: { type: "string" },
        into: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch {
    return null;
  }
}

type Values = NonNullable<ReturnType<typeof readWords>>["values"];

const flags: Readonly<Record<string, readonly (keyof Values)[]>> = {
  reconcile: ["dry-run", "user", "org", "yes"],
  status: ["json"],
  replay: ["failed", "since"],
  "adopt-instance": ["yes"],
  "erase-due": [],
  restore: ["org", "into"],
};

async function run(args: string[]): Promise<number> {
  const words = readWords(args);
  if (words?.values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [command = "", id, ...rest] = words?.positionals ?? [];
  const values = words?.values ?? {};
  const allowed = flags[command];
  const isKnown = Object.keys(values).every((name) => allowed?.some((flag) => flag === name));
  if (!allowed || !isKnown || rest.length > 0 || (id !== undefined && command !== "replay"))
    return usage();
  if (command === "replay" && [id, values.failed, values.since].filter(Boolean).length !== 1)
    return usage();
  if (values.user !== undefined && values.org !== undefined) return usage();
  if (command === "restore") {
    if (values.org === undefined || values.into === undefined) return usage();
    return restore(values.org, values.into);
  }
  await useLocalStack();
  switch (command) {
    case "erase-due":
      return eraseDue();
    case "reconcile":
      return reconcile({
        dryRun: values["dry-run"] ?? false,
        user: values.user,
        organization: values.org,
        confirmed: values.yes ?? false,
      });
    case "replay":
      return replay({ id, since: values.since });
    case "adopt-instance":
      return adoptInstance(values.yes ?? false);
    default:
      return showStatus(values.json ?? false);
  }
}

function usage(): number {
  process.stderr.write(HELP);
  return 2;
}

/** In one line, for the person at the terminal. */
function describe(error: unknown): string {
  if (error instanceof SyncBusy)
    return `${error.message} One at a time: wait for it, or see npm run sync -- status.`;
  if (codeOfFault(error) === "clerk_refused_401")
    return "Clerk does not take the secret key (CLERK_SECRET_KEY). Nothing was changed.";
  return error instanceof Error ? error.message : String(error);
}

loadEnvironment();
// Results are for people; what the application would log is in them.
process.env["LOG_LEVEL"] ??= "silent";
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode =
    error instanceof CommandError ? error.exitCode : error instanceof EnvironmentError ? 2 : 1;
}
