import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { expect, test } from "vitest";
import { frontendApi } from "../../local/clerk/frontend/app.ts";
import type { Instance } from "../../local/clerk/instance.ts";
import { contracts } from "./contract/groups.ts";

const DOCS = "docs/local-clerk.md";
const JOURNEYS = join(import.meta.dirname, "journeys");
/** Of the console, and of tools: not of Clerk's components. */
const NO_JOURNEYS = new Set(["console.test.ts", "testing-helpers.test.ts"]);
const COMMAND = "UPDATE_DOCS=1 npx vitest run --project clerk tests/clerk/docs.test.ts";

/** What stands between the markers of that name; with UPDATE_DOCS it is first made what it should be. */
async function block(name: string, wanted: string): Promise<{ written: string; wanted: string }> {
  const [start, end] = [`<!-- ${name}: written by ${COMMAND} -->`, `<!-- /${name} -->`];
  const text = readFileSync(DOCS, "utf8");
  const [before, rest] = text.split(start);
  const [written, after] = (rest ?? "").split(end);
  if (before === undefined || written === undefined || after === undefined) {
    throw new Error(`${DOCS} has no ${start} … ${end}`);
  }
  const formatted = (await format(wanted, { parser: "markdown", printWidth: 120 })).trim();
  if (process.env.UPDATE_DOCS) {
    writeFileSync(DOCS, `${before}${start}\n\n${formatted}\n\n${end}${after}`);
    return { written: formatted, wanted: formatted };
  }
  return { written: written.trim(), wanted: formatted };
}

function backendTable(): string {
  const rows = Object.entries(contracts).map(([group, contract]) => {
    const entries = Object.entries(contract);
    const works = entries.flatMap(([name, one]) => (typeof one === "function" ? [name] : []));
    const reasons = new Map<string, string[]>();
    for (const [name, entry] of entries) {
      if (typeof entry === "function") continue;
      reasons.set(entry.reason, [...(reasons.get(entry.reason) ?? []), name]);
    }
    const absent = [...reasons].map(([reason, names]) => `${code(names)}: ${reason}`);
    return `| \`${group}\` | ${code(works)} | ${absent.join(" ")} |`;
  });
  const head = "| Group | Implemented | Not implemented: 404 |\n| --- | --- | --- |";
  return `${head}\n${rows.join("\n")}`;
}

function frontendTable(): string {
  // Guarantee: routes are only registered here, and the instance is looked at when a request comes.
  const { routes } = frontendApi({} as Instance);
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of routes) {
    if (method === "ALL" || path.includes("*")) continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  const rows = [...methods]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([path, verbs]) => `| \`${path}\` | ${[...verbs].sort().join(", ")} |`);
  return `| Path | Methods |\n| --- | --- |\n${rows.join("\n")}`;
}

function code(names: string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

test("the table of the Backend API says what the contract says", async () => {
  const { written, wanted } = await block("backend-api", backendTable());
  expect(written, `run ${COMMAND}`).toBe(wanted);
});

test("the table of the Frontend API names the routes that the server has", async () => {
  const { written, wanted } = await block("frontend-api", frontendTable());
  expect(written, `run ${COMMAND}`).toBe(wanted);
});

test("the table of journeys names tests that there are, and every journey of a person", () => {
  const [, table = ""] =
    /<!-- journeys:.*?-->(.*)<!-- \/journeys -->/s.exec(readFileSync(DOCS, "utf8")) ?? [];
  const named = [...table.matchAll(/\| `([\w-]+)` +\| (.*?) *\|$/gm)].flatMap(
    ([, file, titles = ""]) =>
      [...titles.matchAll(/“([^”]+)”/g)].map(([, title]) => `${file}: ${title}`),
  );
  const there = readdirSync(JOURNEYS)
    .filter((name) => name.endsWith(".test.ts") && !NO_JOURNEYS.has(name))
    .flatMap((name) =>
      [...readFileSync(join(JOURNEYS, name), "utf8").matchAll(/^ *test\("([^"]+)"/gm)].map(
        ([, title]) => `${name.replace(".test.ts", "")}: ${title}`,
      ),
    );
  expect(named.sort()).toEqual(there.sort());
});
