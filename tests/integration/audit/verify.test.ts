import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Head } from "../../../prisma/audit/heads.ts";
import { readEnds, verifyAudit } from "../../../prisma/audit/verify.ts";
import { faultsOf, rehash, tamper } from "../../support/audit-chain.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { runSql } from "../../support/sql.ts";
import { readTrail } from "../../support/trail.ts";

let testDatabase: TestDatabase;
let url: string;
let saved: Map<string, Head>;
const chain = "org:org_v";

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  url = testDatabase.ownerUrl;
  // Ten rows in one chain, three in another, two of administrators: through the functions that the application uses.
  await runSql(
    url,
    `SELECT app.audit_refusal(jsonb_build_object('gate', gate, 'user', 'user_v', 'organization', organization, 'impersonator',
         CASE n WHEN 4 THEN 'user_i' END, 'requestId', 'req_' || n), 'project.rename', 'p' || n, 'not_found')
     FROM (VALUES ('org', 'org_v', 10), ('org', 'org_w', 3), ('admin', NULL, 2)) AS chains (gate, organization, rows), generate_series(1, rows) n
     ORDER BY n, gate, organization`,
  );
  saved = new Map((await readEnds(url)).map((head) => [head.chain, head]));
});
afterEach(() => testDatabase.drop());

const event = `"public"."AuditEvent"`;
const at = (sequence: number, of = chain) => `"chainId" = '${of}' AND "sequence" = ${sequence}`;

/** The faults without the ids, which are random. */
async function found(options?: { heads: boolean }): Promise<string[]> {
  const faults = await faultsOf(url, options?.heads ? { saved } : {});
  return faults.map((fault) => fault.replace(/ \([0-9a-f-]{36}\)/, ""));
}

describe("an untouched trail", () => {
  it("is whole, and says how much was read", async () => {
    const { chains, rows, faults } = await verifyAudit({ url, saved });
    expect({ chains, rows, faults }).toEqual({ chains: 3, rows: 15, faults: [] });
    const alone = await verifyAudit({ url, saved, chain: "org:org_w" });
    expect(alone).toMatchObject({ chains: 1, rows: 3, faults: [] });
  });

  it("stays whole when it grows behind saved heads", async () => {
    await runSql(
      url,
      `SELECT app.audit_refusal('{"gate": "org", "user": "u", "organization": "org_v"}', 'a.b', NULL, 'conflict') FROM generate_series(1, 5)`,
    );
    expect(await verifyAudit({ url, saved })).toMatchObject({ rows: 20, faults: [] });
  });

  it("is hashed alike by the database and by the command, in every column and letter", async () => {
    // The other hash is the database's own; each must give what the other does for texts of all kinds.
    const odd = {
      requestId: "rëq,5:\u{1F600}\n\"'\\",
      user: "ü,1:-",
      impersonator: "",
      organization: "-",
    };
    await runSql(url, `SELECT app.audit_refusal($1, 'a.b', NULL, 'conflict')`, [
      { gate: "org", ...odd },
    ]);
    expect(await faultsOf(url)).toEqual([]);
    const [row] = await readTrail(url, "org:-");
    expect(row).toMatchObject({ actorId: odd.user, impersonatorId: "", requestId: odd.requestId });
  });

  it("is not vouched for by a role from which rows are hidden", async () => {
    const { loginUrl } = testDatabase;
    await runSql(
      url,
      `GRANT SELECT ON ${event}, "public"."AuditChain" TO ${new URL(loginUrl).username}`,
    );
    await expect(verifyAudit({ url: loginUrl })).rejects.toThrow(/Row security hides rows/);
  });

  it("that does not exist is not whole", async () => {
    await expect(verifyAudit({ url, chain: "org:org_none" })).rejects.toThrow(/no chain/);
    const empty = await createTestDatabase({ empty: true });
    try {
      await expect(verifyAudit({ url: empty.ownerUrl })).rejects.toThrow(/no audit chains yet/);
    } finally {
      await empty.drop();
    }
  });
});

describe("an edited row is named", () => {
  const edits: Record<string, string> = {
    id: `'11111111-1111-4111-8111-111111111111'`,
    organizationId: `'org_w'`,
    actorId: `'user_w'`,
    impersonatorId: `'user_w'`,
    gate: `'user'`,
    action: `'project.delete'`,
    subjectId: `'p6'`,
    outcome: `'done'`,
    requestId: `'req_6'`,
    createdAt: `"createdAt" + interval '1 millisecond'`,
    previousHash: `repeat('a', 64)`,
    hash: `repeat('a', 64)`,
  };

  it.each(Object.entries(edits))("when its %s is changed", async (column, value) => {
    await tamper(url, `UPDATE ${event} SET "${column}" = ${value} WHERE ${at(5)}`);
    expect((await found())[0]).toMatch(/^org:org_v, row 5: was changed: it does not give its hash/);
  });

  it.each(["organizationId", "actorId", "impersonatorId", "subjectId", "requestId"])(
    "when its %s is taken out",
    async (column) => {
      await tamper(url, `UPDATE ${event} SET "${column}" = NULL WHERE ${at(4)}`);
      expect(await found()).toEqual(["org:org_v, row 4: was changed: it does not give its hash"]);
    },
  );

  it.each(["organizationId", "impersonatorId"])(
    "when an empty text stands where there was no %s",
    async (column) => {
      await tamper(url, `UPDATE ${event} SET "${column}" = '' WHERE ${at(2, "admin")}`);
      expect(await found()).toEqual(["admin, row 2: was changed: it does not give its hash"]);
    },
  );

  it("every column is tried", async () => {
    const columns = await runSql<{ name: string }>(
      url,
      `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = '${event}'::regclass AND attnum > 0 AND NOT attisdropped`,
    );
    const tried = [...Object.keys(edits), "chainId", "sequence"]; // The last two are below.
    expect(columns.map(({ name }) => name).sort()).toEqual(tried.sort());
  });

  it("when it is moved to another chain", async () => {
    await tamper(url, `UPDATE ${event} SET "chainId" = 'user:user_v' WHERE ${at(5)}`);
    expect(await found()).toEqual([
      "org:org_v, row 5: missing",
      "user:user_v, rows 1 to 4: missing",
      "user:user_v, row 5: was changed: it does not give its hash",
      "user:user_v, rows 1 to 5: here, but AuditChain does not know the chain",
    ]);
  });

  it("when it is taken out of all chains", async () => {
    await tamper(
      url,
      `ALTER TABLE ${event} ALTER COLUMN "chainId" DROP NOT NULL`,
      `UPDATE ${event} SET "chainId" = NULL WHERE ${at(5)}`,
    );
    expect(await found()).toEqual([
      "org:org_v, row 5: missing",
      expect.stringMatching(/^row \S+.*belongs to no chain$/),
    ]);
  });

  it("when two fields run into each other but read the same in a row", async () => {
    await tamper(
      url,
      `UPDATE ${event} SET "actorId" = 'user_vp', "action" = 'roject.rename' WHERE ${at(5)}`,
    );
    expect(await found()).toEqual(["org:org_v, row 5: was changed: it does not give its hash"]);
  });
});

describe("deleted rows are named", () => {
  it.each([
    ["the first", `"sequence" = 1`, "org:org_v, row 1: missing"],
    ["one", `"sequence" = 5`, "org:org_v, row 5: missing"],
    ["several", `"sequence" BETWEEN 4 AND 7`, "org:org_v, rows 4 to 7: missing"],
    ["the last", `"sequence" = 10`, "org:org_v, row 10: missing at the end"],
    ["the tail", `"sequence" > 6`, "org:org_v, rows 7 to 10: missing at the end"],
    ["all", `true`, "org:org_v, rows 1 to 10: missing at the end"],
  ])("%s", async (_, which, fault) => {
    await tamper(url, `DELETE FROM ${event} WHERE "chainId" = '${chain}' AND ${which}`);
    expect(await found()).toEqual([fault]);
  });

  it("when the table is emptied", async () => {
    await tamper(url, `TRUNCATE ${event}`);
    expect(await found()).toEqual([
      "admin, rows 1 to 2: missing at the end",
      "org:org_v, rows 1 to 10: missing at the end",
      "org:org_w, rows 1 to 3: missing at the end",
    ]);
  });

  it("when the rows behind are numbered anew", async () => {
    await tamper(
      url,
      `DELETE FROM ${event} WHERE ${at(5)}`,
      `UPDATE ${event} SET "sequence" = -"sequence" WHERE "chainId" = '${chain}' AND "sequence" > 5`,
      `UPDATE ${event} SET "sequence" = -"sequence" - 1 WHERE "chainId" = '${chain}' AND "sequence" < 0`,
    );
    expect((await found())[0]).toMatch(/^org:org_v, row 5: was changed/);
  });
});

describe("an inserted row is named", () => {
  const copy = (sequence: string, previous: string) => `
    INSERT INTO ${event} ("chainId", "sequence", "organizationId", "actorId", "gate", "action", "outcome", "createdAt", "previousHash", "hash")
    SELECT "chainId", ${sequence}, "organizationId", 'user_w', "gate", "action", 'done', "createdAt", ${previous}, "hash" FROM ${event} WHERE ${at(10)}`;

  it("behind the end, made as it should be", async () => {
    await tamper(url, copy(`11`, `"hash"`), rehash(chain, 11, false));
    expect(await found()).toEqual([
      "org:org_v, row 11: behind the chain's end: they were inserted, or the end was set back",
    ]);
  });

  it("in the middle, with the rows behind it moved up", async () => {
    await tamper(
      url,
      `UPDATE ${event} SET "sequence" = -"sequence" WHERE "chainId" = '${chain}' AND "sequence" > 5`,
      `UPDATE ${event} SET "sequence" = 1 - "sequence" WHERE "chainId" = '${chain}' AND "sequence" < 0`,
      `INSERT INTO ${event} ("chainId", "sequence", "organizationId", "actorId", "gate", "action", "outcome", "previousHash", "hash")
       SELECT "chainId", 6, "organizationId", 'user_w', "gate", "action", 'done', '', '' FROM ${event} WHERE ${at(5)}`,
      rehash(chain, 6, false),
    );
    expect(await found()).toEqual([
      "org:org_v, row 10: is not the row that the chain ended with: the chain was rewritten",
      "org:org_v, row 11: behind the chain's end: they were inserted, or the end was set back",
    ]);
  });

  it("under the number of another", async () => {
    await tamper(
      url,
      `DROP INDEX "public"."AuditEvent_chainId_sequence_key"`,
      copy("5", "repeat('0', 64)"),
      `UPDATE ${event} SET "hash" = app.audit_hash("previousHash", app.audit_fields("AuditEvent")) WHERE ${at(5)} AND "actorId" = 'user_w'`,
    );
    expect(await found()).toContainEqual(
      expect.stringMatching(/^org:org_v, row 5: has the number of another row, so it was inserted/),
    );
  });

  it("as a chain of its own", async () => {
    await tamper(
      url,
      `INSERT INTO ${event} ("chainId", "sequence", "actorId", "gate", "action", "outcome", "previousHash", "hash") VALUES ('user:user_n', 1, 'user_n', 'user', 'a', 'done', '', '')`,
      rehash("user:user_n", 1, false),
    );
    expect(await found()).toEqual([
      "user:user_n, row 1: here, but AuditChain does not know the chain",
    ]);
  });
});

describe("moved rows are named", () => {
  it("two that changed places", async () => {
    await tamper(
      url,
      `UPDATE ${event} SET "sequence" = CASE "sequence" WHEN 4 THEN -4 ELSE 4 END WHERE "chainId" = '${chain}' AND "sequence" IN (4, 5) AND "sequence" = 4`,
      `UPDATE ${event} SET "sequence" = 4 WHERE ${at(5)}`,
      `UPDATE ${event} SET "sequence" = 5 WHERE ${at(-4)}`,
    );
    expect(await found()).toEqual([
      expect.stringMatching(/^org:org_v, row 4: was changed/),
      expect.stringMatching(/^org:org_v, row 5: was changed/),
      expect.stringMatching(/^org:org_v, row 6: does not follow row 5/),
    ]);
  });

  it("two whose contents changed places, each with its own new hash", async () => {
    await tamper(
      url,
      `UPDATE ${event} e SET "subjectId" = o."subjectId", "requestId" = o."requestId" FROM ${event} o
       WHERE e."chainId" = '${chain}' AND o."chainId" = '${chain}' AND e."sequence" IN (4, 5) AND o."sequence" = 9 - e."sequence"`,
      `UPDATE ${event} SET "hash" = app.audit_hash("previousHash", app.audit_fields("AuditEvent")) WHERE "chainId" = '${chain}' AND "sequence" IN (4, 5)`,
    );
    const follow = "one of the two was inserted, moved or rewritten";
    expect(await found()).toEqual([
      `org:org_v, row 5: does not follow row 4: ${follow}`,
      `org:org_v, row 6: does not follow row 5: ${follow}`,
    ]);
  });
});

describe("a rewritten chain is named", () => {
  const edit = `UPDATE ${event} SET "outcome" = 'done' WHERE ${at(5)}`;

  it("by its end, when only its rows were hashed again", async () => {
    await tamper(url, edit, rehash(chain, 5, false));
    expect(await found()).toEqual([
      "org:org_v, row 10: is not the row that the chain ended with: the chain was rewritten",
    ]);
  });

  it("by saved heads alone, when its end was rewritten too", async () => {
    await tamper(url, edit, rehash(chain, 5, true));
    expect(await found()).toEqual([]);
    expect(await found({ heads: true })).toEqual([
      "org:org_v, row 10: is not the row that the saved heads have: the chain was rewritten",
    ]);
  });

  it("by saved heads, when its tail and its end were taken back", async () => {
    await tamper(
      url,
      `DELETE FROM ${event} WHERE "chainId" = '${chain}' AND "sequence" > 8`,
      rehash(chain, 8, true),
    );
    expect(await found()).toEqual([]);
    expect(await found({ heads: true })).toEqual([
      "org:org_v, rows 9 to 10: missing at the end: the saved heads have them",
    ]);
  });

  it("by saved heads, when the whole chain is gone, its end too", async () => {
    await tamper(
      url,
      `DELETE FROM ${event} WHERE "chainId" = '${chain}'`,
      `DELETE FROM "public"."AuditChain" WHERE "id" = '${chain}'`,
    );
    expect(await found()).toEqual([]);
    expect(await found({ heads: true })).toContain(
      "org:org_v, rows 1 to 10: missing at the end: the saved heads have them",
    );
  });

  it("by its rows, when only its end is gone", async () => {
    await tamper(url, `DELETE FROM "public"."AuditChain" WHERE "id" = '${chain}'`);
    expect(await found()).toEqual([
      "org:org_v, rows 1 to 10: here, but AuditChain does not know the chain",
    ]);
  });

  it("by its end, when that was set back", async () => {
    await tamper(url, `UPDATE "public"."AuditChain" SET "sequence" = 9 WHERE "id" = '${chain}'`);
    expect(await found()).toEqual([
      "org:org_v, row 9: is not the row that the chain ended with: the chain was rewritten",
      "org:org_v, row 10: behind the chain's end: they were inserted, or the end was set back",
    ]);
  });

  it("whatever the database's own functions have become", async () => {
    await tamper(
      url,
      edit,
      `CREATE OR REPLACE FUNCTION app.audit_hash(previous text, fields text[]) RETURNS text LANGUAGE sql AS $$ SELECT repeat('b', 64) $$`,
    );
    expect(await found()).toEqual(["org:org_v, row 5: was changed: it does not give its hash"]);
  });
});
