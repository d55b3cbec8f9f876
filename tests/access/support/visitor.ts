import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll } from "vitest";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import { ask, forgetPublished, served, token } from "../../support/e2e.ts";
import { signingKey } from "../../support/e2e.tokens.ts";
import { tokenFor, type Signer } from "../../support/principal-token.ts";
import { runSql } from "../../support/sql.ts";
import { makeWorld, removeWorldSql, worldSql, type World } from "../../support/world.ts";

export interface Visitor {
  readonly world: World;
  /** Null for nobody. */
  readonly bearer: string | null;
  /** Asks the application with the principal's token, as a bearer. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

/** The principal at the application that is served: a world in its database, and a token that the local Clerk's key signed. */
export function useVisitor(principal: PrincipalCase): () => Visitor {
  let visitor: Visitor | undefined;
  beforeAll(async () => {
    const world = makeWorld();
    await runSql(served.databaseOwnerUrl, worldSql(world, principal));
    await forgetPublished();
    const bearer = await tokenFor(principal, world, await signerOfClerk());
    visitor = {
      world,
      bearer,
      ask: (path, init) => ask(path, { ...init, ...(bearer === null ? {} : { token: bearer }) }),
    };
  });
  afterAll(async () => {
    if (visitor) await runSql(served.databaseOwnerUrl, removeWorldSql(visitor.world));
  });
  return () => {
    if (!visitor) throw new Error("The visitor is there from beforeAll on.");
    return visitor;
  };
}

/** As Clerk signs: what is not in question is taken from a genuine token. */
async function signerOfClerk(): Promise<Signer> {
  const genuine = await token("erin@example.test");
  const { kid = "", cat } = decodeProtectedHeader(genuine);
  return {
    key: signingKey(),
    wrongKey: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
    header: { kid, ...(typeof cat === "string" ? { cat } : {}) },
    issuer: decodeJwt(genuine).iss ?? "",
    azp: served.appUrl,
  };
}
