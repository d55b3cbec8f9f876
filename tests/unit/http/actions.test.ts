import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..");
const actions = ["app", "src"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((name) => /\.tsx?$/.test(name) && !name.includes("generated"))
  .map((name) => [name, readFileSync(join(root, name), "utf8")] as const)
  .filter(([, text]) => /^\s*["']use server["']/m.test(text));

test("there are server actions to look at", () => {
  expect(actions.map(([name]) => name)).toContain(join("app", "actions", "create-post.ts"));
});

test.each(actions)("every action of %s asks refuseAction first", (_, text) => {
  // An action is an exported function of a file that says "use server"; one inside another file's function is not for us.
  expect(text).toMatch(/^["']use server["']/);
  const exported = text.split(/^export /m).slice(1);
  expect(exported.length).toBeGreaterThanOrEqual(1);
  for (const one of exported) expect(one).toMatch(/await refuseAction\(/);
});
