import { beforeAll, describe, expect, it } from "vitest";
import { ask, query, refusalOf, token } from "../support/e2e.ts";
import { forge, resign, unsigned } from "../support/e2e.tokens.ts";

let genuine: string;

beforeAll(async () => {
  genuine = await token("alice@acme.test", "acme");
});

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

async function statuses(bearer: string): Promise<number[]> {
  const answers = await Promise.all([
    query("me.get", undefined, { token: bearer }),
    query("project.list", {}, { token: bearer }),
    ask("/api/data", { token: bearer }),
  ]);
  return answers.map((answer) => answer.status);
}

describe("a bearer token", () => {
  it("is accepted when it is genuine, also signed anew with nothing changed", async () => {
    expect(await statuses(genuine)).toEqual([200, 200, 200]);
    // Shows that what is refused below is refused for the claim that was changed.
    expect(await statuses(await resign(genuine, {}))).toEqual([200, 200, 200]);
  });

  it.each<[string, () => Promise<string>]>([
    [
      "that has expired",
      () =>
        resign(genuine, { iat: seconds() - 7200, nbf: seconds() - 7200, exp: seconds() - 3600 }),
    ],
    ["that is not valid yet", () => resign(genuine, { nbf: seconds() + 3600 })],
    ["of another application", () => resign(genuine, { azp: "https://evil.example" })],
    ["of no application", () => resign(genuine, { azp: undefined })],
    ["without a subject", () => resign(genuine, { sub: undefined })],
    ["without a session", () => resign(genuine, { sid: undefined })],
    ["signed by somebody else", () => forge(genuine)],
    ["with another's claims and the old signature", async () => swapClaims(genuine)],
    ["without a signature (alg none)", async () => unsigned(genuine)],
    ["that is cut short", async () => genuine.slice(0, -20)],
    ["that is no token", async () => "nonsense"],
  ])("%s is refused", async (_, make) => {
    const bearer = await make();
    expect(await statuses(bearer)).toEqual([401, 401, 401]);
    const refusal = await refusalOf(await query("project.list", {}, { token: bearer }));
    expect(refusal.data.appCode).toBe("signed_out");
  });

  it("that is not valid still leaves what is public", async () => {
    expect((await query("post.published", {}, { token: await forge(genuine) })).status).toBe(200);
  });
});

function swapClaims(token: string): string {
  const [header, payload, signature] = token.split(".");
  // Guarantee: a token's payload is a JSON object.
  const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString("utf8")) as object;
  const changed = JSON.stringify({ ...claims, metadata: { role: "admin" } });
  return [header, Buffer.from(changed).toString("base64url"), signature].join(".");
}
