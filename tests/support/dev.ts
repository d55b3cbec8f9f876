import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Ports } from "../../local/stack/ports.ts";
import { treeOf, type Process } from "./processes.ts";

export interface Dev {
  readonly pid: number;
  readonly appUrl: string;
  readonly clerkUrl: string;
  readonly ports: Ports;
  /** What it had written when the banner was complete. */
  readonly banner: string;
  readonly secondsToBanner: number;
  readonly output: () => string;
  /** Sends the signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<Ended>;
  /** Ends it and its group at once, where a test has failed half-way. */
  readonly kill: () => void;
}

export interface Ended {
  readonly code: number | null;
  readonly seconds: number;
  /** What ran when the signal was sent. */
  readonly tree: readonly Process[];
}

const Script = z.string().startsWith("node ");
const Manifest = z.object({ scripts: z.object({ dev: Script, preview: Script }) });
/** A build on a busy machine takes minutes. */
const BANNER_MS = { dev: 180_000, preview: 600_000 };
const STOP_MS = 30_000;

/** Variables of a shell in which nobody has set anything for this application. */
const kept = /^(path|home|user|lang|tmpdir|temp|tmp|systemroot|appdata|localappdata)$/i;

/** Runs what `npm run dev` (or preview) runs, in the folder, until something ends it. */
export function runDev(
  folder: string,
  variables: Readonly<Record<string, string>>,
  script: "dev" | "preview" = "dev",
) {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const shell = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name)));
  const child = spawn(process.execPath, manifest.scripts[script].split(" ").slice(1), {
    cwd: folder,
    // Guarantee: names and strings; Next's types also ask for NODE_ENV, which a fresh shell does not have.
    env: { ...shell, ...variables } as Record<string, string> as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a terminal gives its foreground job.
    detached: true,
  });
  let output = "";
  const take = (text: Buffer): void => void (output += text.toString());
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, exited, output: () => output };
}

/** Starts it and waits for the banner. @throws with its output when it ends before, or takes too long */
export async function startDev(
  folder: string,
  variables: Readonly<Record<string, string>>,
  script: "dev" | "preview" = "dev",
): Promise<Dev> {
  const since = Date.now();
  const { child, exited, output } = runDev(folder, variables, script);
  const { pid } = child;
  if (pid === undefined) throw new Error("The process could not be started.");
  const kill = (): void => {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nobody is left.
    }
  };
  while (!/^ {2}Stop +Ctrl-C$/m.test(output())) {
    const ended = await Promise.race([exited.then(() => true), sleep(50, false)]);
    if (!ended && Date.now() - since < BANNER_MS[script]) continue;
    kill();
    throw new Error(`${ended ? "It ended" : "It took too long"} before the banner:\n${output()}`);
  }
  const secondsToBanner = (Date.now() - since) / 1000;
  const banner = output();
  let addresses: Pick<Dev, "appUrl" | "clerkUrl" | "ports">;
  try {
    addresses = readAddresses(banner);
  } catch (error) {
    kill();
    throw error;
  }
  return {
    pid,
    ...addresses,
    banner,
    secondsToBanner,
    output,
    kill,
    async stop(signal) {
      const tree = treeOf(pid);
      const asked = Date.now();
      // As a terminal does: to the whole foreground group.
      process.kill(-pid, signal);
      const code = await Promise.race([exited, sleep(STOP_MS, "too long" as const)]);
      if (code === "too long") throw new Error(`It does not end:\n${output()}`);
      return { code, seconds: (Date.now() - asked) / 1000, tree };
    },
  };
}

/** @throws when the banner does not name them */
function readAddresses(banner: string): Pick<Dev, "appUrl" | "clerkUrl" | "ports"> {
  const appUrl = find(banner, /Gatehouse +(http:\S+)/);
  const clerkUrl = find(banner, /Clerk +local; .* at (http:\S+)\/console/);
  const ports = {
    app: Number(new URL(appUrl).port),
    clerk: Number(new URL(clerkUrl).port),
    postgres: Number(find(banner, /Database +postgres\S+:(\d+)\//)),
  };
  return { appUrl, clerkUrl, ports };
}

function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (!found) throw new Error(`${pattern.source} is not in the banner:\n${text}`);
  return found;
}
