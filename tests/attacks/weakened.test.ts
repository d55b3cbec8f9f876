import { describe, expect, it } from "vitest";
import type { Action, Gate } from "@/src/access/grants";
import { models, tableOf } from "@/src/server/db/rights";
import { findLeak, useArena } from "./arena.ts";
import type { Focus } from "./calls.ts";
import { resetWorld } from "./rows.ts";

const arena = useArena();

interface Policy {
  readonly table: string;
  readonly name: string;
  readonly role: string;
  readonly command: string;
  readonly using: string | null;
  readonly check: string | null;
}

const actionOf: Readonly<Record<string, Action>> = {
  SELECT: "read",
  INSERT: "create",
  UPDATE: "update",
  DELETE: "delete",
};

/** Changes the database, attacks it, and puts it back. */
async function leakAfter(weaken: string, restore: string, focus?: Focus): Promise<string | null> {
  const { owner } = arena();
  await owner.query(weaken);
  try {
    return await findLeak(arena(), focus, 150);
  } finally {
    await resetWorld(owner);
    await owner.query(restore);
  }
}

/** The counterexample as far as a person reads it. */
function excerpt(leak: string): string {
  const lines = leak
    .split("\n")
    .map((line) => (line.length > 240 ? `${line.slice(0, 240)}…` : line));
  const after = lines.indexOf("after");
  return [...lines.slice(0, Math.min(after, 2)), ...lines.slice(after, after + 3)]
    .map((line) => `    ${line}`)
    .join("\n");
}

function alter({ table, name }: Policy, using: string | null, check: string | null): string {
  const clauses = [
    ...(using === null ? [] : [`USING (${using})`]),
    ...(check === null ? [] : [`WITH CHECK (${check})`]),
  ];
  return `ALTER POLICY "${name}" ON "public"."${table}" ${clauses.join(" ")}`;
}

function focusOf({ table, role, command }: Policy): Focus {
  const model = models.find((each) => tableOf(each) === table);
  const action = actionOf[command];
  if (!model || !action) throw new Error(`No model or action for ${table} ${command}.`);
  // Guarantee: a role of the database is called gate_ and its gate.
  return { model, action, gate: role.replace("gate_", "") as Gate };
}

describe("the same sequences against a weakened database find the leak", () => {
  it("with each policy of the public, the users and the organizations replaced by one that is always true", async () => {
    const { rows: policies } = await arena().owner.query<Policy>(
      `SELECT tablename AS "table", policyname AS name, roles[1]::text AS role, cmd AS command, qual AS using, with_check AS check
       FROM pg_policies WHERE schemaname = 'public' AND roles[1] IN ('gate_public', 'gate_user', 'gate_org') ORDER BY 1, 2`,
    );
    expect(policies.length).toBeGreaterThan(20);
    const missed: string[] = [];
    const found: string[] = [];
    for (const policy of policies) {
      const { table, name, using, check } = policy;
      const open = alter(policy, using && "true", check && "true");
      const leak = await leakAfter(open, alter(policy, using, check), focusOf(policy));
      if (leak === null) missed.push(`${table}.${name}`);
      else found.push(`${open}\n${excerpt(leak)}`);
    }
    console.log(
      `weakened: ${found.length} of ${policies.length} policies, each leak found\n${found.join("\n")}`,
    );
    expect(missed).toEqual([]);
  });

  it.each([
    ["Task_organizationId_projectId_fkey", "projectId", "Project", "ON DELETE CASCADE"],
    ["Task_organizationId_assigneeId_fkey", "assigneeId", "User", ""],
  ])("with %s on one column", async (name, column, table, then) => {
    const { owner } = arena();
    const { rows } = await owner.query<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1`,
      [name],
    );
    const leak = await leakAfter(
      `ALTER TABLE "public"."Task" DROP CONSTRAINT "${name}"; CREATE UNIQUE INDEX "weak" ON "public"."${table}" ("id");
       ALTER TABLE "public"."Task" ADD CONSTRAINT "weak" FOREIGN KEY ("${column}") REFERENCES "public"."${table}" ("id") ${then}`,
      `ALTER TABLE "public"."Task" DROP CONSTRAINT "weak"; DROP INDEX "public"."weak";
       ALTER TABLE "public"."Task" ADD CONSTRAINT "${name}" ${rows[0]?.definition ?? ""}`,
      { model: "task", action: "create", gate: "org" },
    );
    expect(leak).not.toBeNull();
    console.log(`weakened: ${name} on one column\n${excerpt(leak ?? "")}`);
  });

  it("with row security off on one table, without being told which", async () => {
    const leak = await leakAfter(
      `ALTER TABLE "public"."Task" DISABLE ROW LEVEL SECURITY`,
      `ALTER TABLE "public"."Task" ENABLE ROW LEVEL SECURITY`,
    );
    expect(leak).not.toBeNull();
  });

  it("and against the database as it is, turned to one table, do not", async () => {
    const focus = { model: "task", action: "update", gate: "org" } as const;
    expect(await findLeak(arena(), focus, 150)).toBeNull();
  });
});
