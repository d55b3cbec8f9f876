import path from "node:path";
import { readSources } from "../../../local/why/explain.ts";
import type { Question } from "../../../local/why/question.ts";

export const root = path.join(import.meta.dirname, "..", "..", "..");
export const sources = readSources(root);

/** A question that says nothing but who, where and what, and what is given. */
export function ask(given: Partial<Question> & Pick<Question, "procedure" | "as">): Question {
  return {
    organization: null,
    role: null,
    permissions: null,
    platformAdmin: null,
    issuedAt: null,
    sessionId: null,
    impersonatedBy: null,
    provenMinutesAgo: 0,
    unmirrored: false,
    ...given,
  };
}
