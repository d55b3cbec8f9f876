import path from "node:path";
import { expect, it } from "vitest";
import { anonymous } from "@/src/server/auth/principal";
import { createContext } from "@/src/server/trpc/context";
import { askGate, claimsOf } from "../../../local/why/gate.ts";
import { openAccess } from "../../../local/why/source/access.ts";
import { openSources } from "../../../local/why/source/module.ts";
import { readProcedures } from "../../../local/why/source/procedures.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");
const open = openSources(root);

// The application has no public mutation, and a gate that refuses it all the same.
it("refuses a mutation of the public's, and would enter read-only", () => {
  const found = readProcedures(open).get("post.published");
  if (!found) throw new Error("post.published is gone; take another public procedure.");
  const nobody = createContext(anonymous);
  const ask = (type: "query" | "mutation") =>
    askGate(root, { ...found, type }, nobody, openAccess(open));
  expect(ask("query")).toMatchObject({ verdict: "allows" });
  expect(ask("mutation")).toMatchObject({
    verdict: "refuses",
    code: "signed_out",
    reasons: [{}, { place: { file: "src/server/trpc/admission.ts" } }],
  });
  const mutation = { ...found, type: "mutation" } as const;
  expect(claimsOf(mutation, nobody, false)).toMatchObject({ gate: "public", write: false });
});
