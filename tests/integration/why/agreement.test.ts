import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proofOf } from "@/src/access/matrix/expectation";
import { principalKeys, principalOf, type PrincipalCase } from "@/src/access/matrix/principals";
import { permissionSource } from "@/src/access/roles";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";
import { connect, type Connection } from "../../../local/why/database.ts";
import { explain } from "../../../local/why/explain.ts";
import type { Question } from "../../../local/why/question.ts";
import { callPath, publicKeyPem, verify } from "../../access/support/cell.ts";
import { rowsOf } from "../../access/support/rows.ts";
import { inputOf } from "../../access/support/inputs.ts";
import { useApplication } from "../../support/application.ts";
import { outcome } from "../../support/outcome.ts";
import { makeWorld, tenantsOf, worldSql, type World } from "../../support/world.ts";
import { ask, sources } from "./ask.ts";

const testDatabase = useApplication();
const paths = Object.keys(procedureTable(appRouter));
let connection: Connection;
let admin: pg.Client;

beforeAll(async () => {
  process.env["CLERK_JWT_KEY"] = publicKeyPem;
  connection = await connect(testDatabase().loginUrl, "");
  admin = new pg.Client({ connectionString: testDatabase().adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await connection.close();
});

/** The question whose token is that of the case: nothing is left to what the mirror knows. */
function questionOf(procedure: string, principal: PrincipalCase, world: World): Question {
  if (principal.token !== "valid") return ask({ procedure, as: null });
  const { organization } = principal;
  return ask({
    procedure,
    as: world.user,
    organization: organization ? tenantsOf(world, principal).own.id : null,
    role: organization?.role ?? null,
    platformAdmin: principal.platformAdmin ?? false,
    issuedAt: world.issuedAt,
    sessionId: world.session,
    impersonatedBy: principal.impersonated ? world.impersonator : null,
    provenMinutesAgo: proofOf(principal).first ?? 0,
    unmirrored: principal.mirrored === false,
  });
}

/** Whose row it is comes after who may call: a row that is not there any more was asked for by somebody who may. */
async function called(principal: PrincipalCase, world: World, path: string): Promise<string> {
  const caller = createCaller(createContext(await verify(principal, world)));
  const input = inputOf(path, rowsOf(world, principal, "own"));
  const came = await outcome(callPath(caller, path, input));
  // Clerk is away here: whoever came so far as to ask it was let in.
  return ["done", "not_found", "outcome_unknown"].includes(came) ? "allowed" : came;
}

describe("says of every procedure what calling it comes to", () => {
  // Under the setting of the project; the other one is that of cases which name it. A token that is refused is nobody's.
  const keys = principalKeys.filter((key) => {
    const { setting = permissionSource, token } = principalOf(key);
    return setting === permissionSource && (token === "none" || token === "valid");
  });

  it.each(keys)("as %s", async (key) => {
    const principal = principalOf(key);
    const world = makeWorld();
    await admin.query(worldSql(world, principal));
    const answers: [string, string][] = [];
    for (const path of paths) {
      const answer = await explain(sources, connection, questionOf(path, principal, world));
      answers.push([path, answer.decision]);
    }
    const calls: [string, string][] = [];
    for (const path of paths) calls.push([path, await called(principal, world, path)]);
    expect(answers).toEqual(calls);
  });
});
