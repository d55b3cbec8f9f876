import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { documentPath, writeDocument } from "../../local/access/document.ts";

it("docs/access.md is what the tables and the router say: else run `npm run access`", async () => {
  const written = readFileSync(join(import.meta.dirname, "..", "..", documentPath), "utf8");
  expect(written).toBe(await writeDocument());
});
