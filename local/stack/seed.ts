import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PartFailure, Stopped } from "./failure.ts";
import { startTree } from "./tree.ts";

export interface SeedOptions {
  readonly root: string;
  readonly dataDir: string;
  /** All that the seed's process needs to know. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False leaves a database alone that is not ours to fill. */
  readonly work: boolean;
  readonly signal?: AbortSignal;
  onProgress?(text: string): void;
}

/**
 * Seeds once per data folder. What somebody deletes afterwards stays deleted; an interrupted seed is completed at the next
 * start, because only a whole one leaves the mark.
 */
export async function seedOnce(options: SeedOptions): Promise<"seeded" | "already"> {
  const mark = join(options.dataDir, "seeded");
  const content = markOf(options);
  if (existsSync(mark) && readFileSync(mark, "utf8") === content) return "already";

  const args = ["--import", "tsx", join("prisma", "seed.ts")];
  const tree = startTree({
    args: options.work ? args : [...args, "--people-only"],
    cwd: options.root,
    // It signs people in through Clerk's Backend API, whose tokens name no party.
    env: { ...options.env, LOG_LEVEL: "warn", ALLOW_BEARER_WITHOUT_AZP: "1" },
    onLine: (line) => options.onProgress?.(line),
  });
  const stop = (): void => tree.kill();
  options.signal?.addEventListener("abort", stop, { once: true });
  const { code } = await tree.exited;
  options.signal?.removeEventListener("abort", stop);
  if (options.signal?.aborted) throw new Stopped();
  if (code !== 0) {
    throw new PartFailure(
      "seed",
      "the example data could not be written",
      "Start again to complete it, or `npm run reset` to begin afresh.",
      tree.lastLines(),
    );
  }
  writeFileSync(mark, content);
  return "seeded";
}

/** Belongs to this instance of the local Clerk, and says how far the seed went. */
function markOf({ env, work }: SeedOptions): string {
  const instance = createHash("sha256")
    .update(env["CLERK_SECRET_KEY"] ?? "")
    .digest("hex");
  return `${instance.slice(0, 16)} ${work ? "people and work" : "people"}\n`;
}
