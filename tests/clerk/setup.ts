import type { TestProject } from "vitest/node";
import { findBrowser, type FoundBrowser } from "../../local/browser/find.ts";

declare module "vitest" {
  interface ProvidedContext {
    clerkBrowser: FoundBrowser;
  }
}

/** One browser is looked for, once, for all journeys; without one the run fails and says what to install. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("clerkBrowser", await findBrowser());
}
