import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentPath, writeDocument } from "./document.ts";

/** `npm run access`: writes the access matrix into the docs. */
writeFileSync(join(import.meta.dirname, "..", "..", documentPath), await writeDocument());
process.stdout.write(`${documentPath} is written.\n`);
