import { generateKeyPairSync, randomUUID } from "node:crypto";
import type pg from "pg";
import { classification, type Model } from "@/src/access/grants";
import type { ProcedureFacts, Target } from "@/src/access/matrix/expectation";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import type { Principal } from "@/src/server/auth/principal";
import { authenticateRequest } from "@/src/server/auth/request";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import type { ClerkOfWorlds } from "../../support/clerk-world.ts";
import { outcome, refusal } from "../../support/outcome.ts";
import { tokenFor, type Signer } from "../../support/principal-token.ts";
import { firstOf } from "../../support/stream.ts";
import { makeWorld, tenantsOf, worldSql, type World } from "../../support/world.ts";
import { inputOf } from "./inputs.ts";
import { rowsOf } from "./rows.ts";

const appUrl = "http://localhost:3000";
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer: Signer = {
  key: pair.privateKey,
  wrongKey: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
  header: { kid: "ins_access" },
  issuer: "https://clerk.test",
  azp: appUrl,
};
/** What CLERK_JWT_KEY must be for the tokens to be genuine. */
export const publicKeyPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();

// Guarantee: the keys of a literal that `satisfies Record<Model, …>`.
const models = Object.keys(classification) as Model[];
const tableOf = (model: Model): string =>
  `"public"."${model.charAt(0).toUpperCase()}${model.slice(1)}"`;

const emptySql = [
  // As the superuser: no trigger and no foreign key stands in the way of starting anew.
  "SET session_replication_role = replica",
  ...models.map((model) => `DELETE FROM ${tableOf(model)}`),
].join(";\n");

/** Every row but the application's own bookkeeping, which tells of refusals too. */
const digestSql = `SELECT ${models
  .filter((model) => classification[model] !== "system")
  .map(
    (model) =>
      `(SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM ${tableOf(model)} t)`,
  )
  .join(` || '#' || `)} AS rows`;

export interface Cell {
  readonly outcome: string;
  /** All that the caller may learn of a refusal. */
  readonly shown: string;
  /** Whether a row that is not bookkeeping is another one now. */
  readonly changed: boolean;
  /** Whether the answer holds anything of the foreign organization or of another's draft. */
  readonly leaked: boolean;
}

/** Calls one procedure as one principal on one target, in a world of their own, with a token that is verified like any other. */
export async function runCell(
  { admin, clerk }: { readonly admin: pg.Client; readonly clerk: ClerkOfWorlds },
  procedure: ProcedureFacts,
  principal: PrincipalCase,
  target: Target,
): Promise<Cell> {
  const world = makeWorld();
  if (procedure.command) await clerk.put(world);
  await admin.query(`${emptySql};\n${worldSql(world, principal, procedure.target === "post")}`);
  const before = await readRows(admin);
  const page = principal.pageOfOther ? tenantsOf(world, principal).foreign.id : null;
  const caller = createCaller(createContext(await verify(principal, world), randomUUID(), page));
  let answered = "";
  const input = inputOf(procedure.path, rowsOf(world, principal, target));
  const call = callPath(caller, procedure.path, input).then((value) => {
    answered = JSON.stringify(value ?? null);
  });
  const [came, shown] = await Promise.all([outcome(call), refusal(call)]);
  return {
    outcome: came,
    shown,
    changed: (await readRows(admin)) !== before,
    leaked: foreignWords(world, principal).some((word) => answered.includes(word)),
  };
}

/** The principal that the token comes to, by the application's own verification. */
export async function verify(principal: PrincipalCase, world: World): Promise<Principal> {
  const token = await tokenFor(principal, world, signer);
  const headers = new Headers(token === null ? {} : { authorization: `Bearer ${token}` });
  return (await authenticateRequest(new Request(appUrl, { headers }))).principal;
}

export function callPath(
  caller: ReturnType<typeof createCaller>,
  path: string,
  input: unknown,
): Promise<unknown> {
  const [noun = "", verb = ""] = path.split(".");
  // Guarantee: the path is one of the router's own, whose callers are functions of the input.
  const callers = caller as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>> | undefined
  >;
  const call = callers[noun]?.[verb];
  if (!call) throw new Error(`There is no procedure ${path}.`);
  return call(input).then(firstOf);
}

function foreignWords(world: World, principal: PrincipalCase): string[] {
  const { foreign } = tenantsOf(world, principal);
  return [foreign.project, foreign.task, world.foreignPost.id, world.foreignPost.slug];
}

async function readRows(admin: pg.Client): Promise<string> {
  const { rows } = await admin.query<{ rows: string }>(digestSql);
  const [row] = rows;
  if (!row) throw new Error("The database told nothing of its rows.");
  return row.rows;
}
