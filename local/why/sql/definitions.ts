import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Place } from "../source/module.ts";
import { countBreaks, splitStatements, type Statement } from "./statements.ts";

/** A function as the migrations leave it. */
export interface SqlFunction {
  readonly place: Place;
  /** Between its dollar quotes; null for a function that is written otherwise. */
  readonly body: { readonly text: string; readonly line: number } | null;
}

/** What all migrations together leave behind: of each name the latest definition, and nothing that was dropped. */
export interface Definitions {
  policy(table: string, name: string): Place | null;
  /** By its name and the number of its arguments, as `enter/1`. */
  function(key: string): SqlFunction | null;
  /** The latest GRANT of a privilege on a table to a role. */
  grant(role: string, table: string, privilege: string): Place | null;
}

interface Tables {
  readonly policies: Map<string, Place>;
  readonly functions: Map<string, SqlFunction>;
  readonly grants: Map<string, Place>;
}

const migrations = "prisma/migrations";

/** Reads the migrations in the order in which they are applied. */
export function readDefinitions(root: string): Definitions {
  const folders = readdirSync(path.join(root, migrations), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return applyMigrations(
    folders.map((folder) => {
      const file = `${migrations}/${folder}/migration.sql`;
      return { file, sql: readFileSync(path.join(root, file), "utf8") };
    }),
  );
}

export function applyMigrations(
  files: readonly { readonly file: string; readonly sql: string }[],
): Definitions {
  const tables: Tables = { policies: new Map(), functions: new Map(), grants: new Map() };
  for (const { file, sql } of files) {
    for (const statement of splitStatements(sql)) apply(tables, file, statement);
  }
  return {
    policy: (table, name) => tables.policies.get(`${table} ${name}`) ?? null,
    function: (key) => tables.functions.get(key) ?? null,
    grant: (role, table, privilege) => tables.grants.get(`${role} ${table} ${privilege}`) ?? null,
  };
}

function apply(tables: Tables, file: string, statement: Statement): void {
  const place = { file, line: statement.line };
  const flat = statement.text.replace(/\s+/g, " ");
  if (/^(create|alter|drop) policy /i.test(flat)) applyPolicy(tables, place, flat);
  else if (/^create (or replace )?function /i.test(flat)) defineFunction(tables, place, statement);
  else if (/^drop function /i.test(flat)) dropFunctions(tables, flat);
  else if (/^(grant|revoke) /i.test(flat)) applyGrant(tables, place, flat);
  else if (/^drop table /i.test(flat)) dropTables(tables, flat);
  else if (/^alter table .* rename to /i.test(flat)) renameTable(tables, flat);
}

/** A name as the catalogue has it: without quotes, without its schema. */
function plain(name: string): string {
  return name.replaceAll('"', "").replace(/^\w+\./, "");
}

const name = String.raw`((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)`;
const policyForm = new RegExp(
  String.raw`^(create|alter|drop) policy (?:if exists )?${name} on (?:only )?${name}(?: rename to ${name})?`,
  "i",
);

function applyPolicy({ policies }: Tables, place: Place, flat: string): void {
  const [, verb = "", policy = "", table = "", renamed] = policyForm.exec(flat) ?? [];
  const key = `${plain(table)} ${plain(policy)}`;
  if (renamed !== undefined || verb.toLowerCase() === "drop") policies.delete(key);
  if (renamed !== undefined) policies.set(`${plain(table)} ${plain(renamed)}`, place);
  else if (verb.toLowerCase() !== "drop") policies.set(key, place);
}

const functionForm = new RegExp(
  String.raw`^create\s+(?:or\s+replace\s+)?function\s+${name}\s*`,
  "i",
);

function defineFunction({ functions }: Tables, place: Place, { text, line }: Statement): void {
  const [head = "", called = ""] = functionForm.exec(text) ?? [];
  const key = `${plain(called)}/${countArguments(text.slice(head.length))}`;
  const quote = /\$(?:[A-Za-z_]\w*)?\$/.exec(text);
  const start = quote ? quote.index + quote[0].length : -1;
  const end = quote ? text.indexOf(quote[0], start) : -1;
  const body =
    end < 0
      ? null
      : { text: text.slice(start, end), line: line + countBreaks(text.slice(0, start)) };
  functions.set(key, { place, body });
}

function dropFunctions({ functions }: Tables, flat: string): void {
  const list = flat.replace(/^drop function (if exists )?/i, "");
  const form = new RegExp(String.raw`${name}\s*(\([^)]*\))?`, "gi");
  for (const [, called = "", given] of list.matchAll(form)) {
    const one = `${plain(called)}/`;
    for (const key of [...functions.keys()]) {
      if (given === undefined ? key.startsWith(one) : key === `${one}${countArguments(given)}`)
        functions.delete(key);
    }
  }
}

/** How many arguments a list in brackets has, at whose opening the text starts. */
export function countArguments(text: string): number {
  let depth = 0;
  let commas = 0;
  for (const [index, character] of text.split("").entries()) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === "," && depth === 1) commas += 1;
    if (depth === 0) return text.slice(1, index).trim() === "" ? 0 : commas + 1;
  }
  return commas + 1;
}

const grantForm =
  /^(grant|revoke) (?:grant option for )?(.+?) on (?:table )?(?!schema |function |sequence |all )(.+?) (?:to|from) (.+?)(?: with .*| cascade| restrict)?$/i;

function applyGrant({ grants }: Tables, place: Place, flat: string): void {
  const [, verb = "", privileges = "", tables = "", roles = ""] = grantForm.exec(flat) ?? [];
  for (const privilege of privilegesOf(privileges)) {
    for (const table of tables.split(",")) {
      for (const role of roles.split(",")) {
        const key = `${plain(role.trim())} ${plain(table.trim())} ${privilege.name}`;
        if (verb.toLowerCase() === "grant") grants.set(key, place);
        // Taking some columns away leaves the others where they were granted.
        else if (!privilege.columns) grants.delete(key);
      }
    }
  }
}

function privilegesOf(text: string): { name: string; columns: boolean }[] {
  if (/^all\b/i.test(text)) {
    const all = ["SELECT", "INSERT", "UPDATE", "DELETE"];
    return all.map((each) => ({ name: each, columns: text.includes("(") }));
  }
  return [...text.matchAll(/(select|insert|update|delete)( ?\()?/gi)].map(
    ([, each = "", open]) => ({
      name: each.toUpperCase(),
      columns: open !== undefined,
    }),
  );
}

function dropTables(tables: Tables, flat: string): void {
  const list = flat.replace(/^drop table (if exists )?/i, "").replace(/ (cascade|restrict)$/i, "");
  for (const table of list.split(",").map((each) => plain(each.trim()))) {
    for (const key of [...tables.policies.keys()]) {
      if (key.startsWith(`${table} `)) tables.policies.delete(key);
    }
    for (const key of [...tables.grants.keys()]) {
      if (key.split(" ")[1] === table) tables.grants.delete(key);
    }
  }
}

function renameTable(tables: Tables, flat: string): void {
  const form = new RegExp(
    String.raw`^alter table (?:if exists )?(?:only )?${name} rename to ${name}`,
    "i",
  );
  const [, before = "", after = ""] = form.exec(flat) ?? [];
  for (const [key, place] of [...tables.policies]) {
    if (!key.startsWith(`${plain(before)} `)) continue;
    tables.policies.delete(key);
    tables.policies.set(`${plain(after)}${key.slice(plain(before).length)}`, place);
  }
  for (const [key, place] of [...tables.grants]) {
    const [role = "", table, privilege = ""] = key.split(" ");
    if (table !== plain(before)) continue;
    tables.grants.delete(key);
    tables.grants.set(`${role} ${plain(after)} ${privilege}`, place);
  }
}
