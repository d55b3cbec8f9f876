import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutate, type Mutant } from "./mutant.ts";
import { runTests } from "./trial.ts";

export type Verdict =
  | { readonly kind: "killed"; readonly by: string; readonly tests: number }
  | { readonly kind: "survived" }
  /** The tests could not be run on it: that shows nothing about them. */
  | { readonly kind: "broken"; readonly reason: string };

/** The test files by vitest's projects, the quick ones first. Each project's files are in the folder of its name. */
export function byProject(files: readonly string[]): [project: string, files: string[]][] {
  const projects = new Map<string, string[]>();
  for (const file of files) {
    const project = file.split("/")[1] ?? "";
    projects.set(project, [...(projects.get(project) ?? []), file]);
  }
  const slow = ["integration", "types", "e2e"];
  return [...projects].sort(([a], [b]) => slow.indexOf(a) - slow.indexOf(b));
}

/** Makes the change in a copy of the application, runs the tests that should mind it, and takes the change back. */
export async function judge(mutant: Mutant, folder: string, signal: AbortSignal): Promise<Verdict> {
  const path = join(folder, mutant.file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, mutate(text, mutant));
  try {
    for (const [project, files] of byProject(mutant.killers)) {
      const { failed, passed, broken } = await runTests(folder, project, files, signal);
      // An expectation that was not met; or an error in one test while others went well, which shows that the application
      // as such still runs.
      const honest =
        failed.find(({ asserted }) => asserted) ?? (passed > 0 ? failed[0] : undefined);
      if (honest)
        return { kind: "killed", by: `${honest.file} › ${honest.name}`, tests: failed.length };
      if (broken !== null) return { kind: "broken", reason: broken };
      if (failed.length > 0) return { kind: "broken", reason: "every test failed by an error" };
    }
    return { kind: "survived" };
  } finally {
    writeFileSync(path, text);
  }
}
