import { beforeAll, describe, expect, test } from "vitest";
import { mistakes as table } from "../../eslint/mistakes.mjs";
import { edgeMistakes } from "./cases/edges.ts";
import { gateMistakes } from "./cases/gates.ts";
import { handleMistakes } from "./cases/handles.ts";
import { interfaceMistakes } from "./cases/interface.ts";
import { judge, type Finding, type Mistake } from "./judge.ts";

const groups: Record<string, readonly Mistake[]> = {
  "gates and procedures": gateMistakes,
  "handles and services": handleMistakes,
  "routes, pages and the server around": edgeMistakes,
  "the interface": interfaceMistakes,
};
const all = Object.values(groups).flat();
let found: Map<Mistake, { mistake: Finding[]; right: Finding[] }>;

beforeAll(async () => {
  const judged = await judge(
    all.flatMap(({ file, mistake, right }) => [
      { file, code: mistake },
      { file, code: right },
    ]),
  );
  found = new Map(
    all.map((each, index) => [
      each,
      { mistake: judged[2 * index] ?? [], right: judged[2 * index + 1] ?? [] },
    ]),
  );
});

for (const [group, mistakes] of Object.entries(groups)) {
  describe(group, () => {
    for (const each of mistakes) {
      test(`${each.title}: refused, and told what to do instead`, () => {
        const said = found.get(each)?.mistake ?? [];
        expect(said.map(({ by, rule }) => `${by} ${rule}`)).toEqual(each.refused);
        expect(said.map(({ text }) => text).join("\n")).toContain(each.advice);
      });

      test(`${each.title}: what it leads to passes`, () => {
        expect(found.get(each)?.right).toEqual([]);
      });
    }
  });
}

test.each(table.map(({ name }) => name))("lint's %s is planted", (name) => {
  const texts = [...found.values()].flatMap(({ mistake }) => mistake.map(({ text }) => text));
  expect(texts.filter((text) => text.endsWith(` (${name})`))).not.toEqual([]);
});

test("at least fifty mistakes are planted, each once", () => {
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(50);
});
