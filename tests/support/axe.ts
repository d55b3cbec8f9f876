import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { z } from "zod";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const Found = z.array(
  z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.string()) }),
);

/** Clerk's own, with words that are not ours to change. */
const known = [
  // Its name is "Open organization switcher", and what it shows is the organization.
  /^label-content-name-mismatch: \S*\.cl-organizationSwitcherTrigger\S*: /,
];

/**
 * What axe calls serious or critical on the page as it stands, one line for each element. The script comes in by the debugger,
 * so the page's own policy of content need not let it in.
 */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found = Found.parse(
    await page.evaluate(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
        violations.map(({ id, impact, nodes }) => ({
          id,
          impact,
          nodes: nodes.map(({ target, any, all, none }) =>
            target.join(" ") + ": " + [...any, ...all, ...none].map(({ message }) => message).join("; ")),
        })))`,
    ),
  );
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node}`))
    .filter((line) => !known.some((pattern) => pattern.test(line)));
}
