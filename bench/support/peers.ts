import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { choosePorts } from "../../local/stack/ports.ts";
import { startServer, type Server } from "./server.ts";
import { nextStart, root, type World } from "./stack.ts";

const peers = join(root, "bench", "peers");

/** A peer gets the same stand-ins, and the owner's connection: row security does not hold for it, as for most applications. */
function environmentOf(world: World, port: number): Record<string, string> {
  const { env, ownerUrl } = world;
  // An application with pages of its own domain at Clerk needs no proxy.
  const proxy = { NEXT_PUBLIC_CLERK_PROXY_URL: "", CLERK_FAPI_URL: "" };
  return { ...env, ...proxy, PORT: String(port), DATABASE_URL: ownerUrl };
}

/** Serves a Next application of bench/peers, built before where it has changed. */
export async function startNextPeer(
  world: World,
  name: string,
  options: { readonly healthPath: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Server> {
  const cwd = join(peers, name);
  const port = await freePort();
  const env = { ...environmentOf(world, port), ...options.env };
  await ensureBuilt(cwd, env);
  return startServer({
    args: nextStart(port),
    cwd,
    env,
    port,
    healthPath: options.healthPath,
  });
}

/** Serves a program of bench/peers on Node alone. */
export async function startNodePeer(world: World, name: string): Promise<Server> {
  const port = await freePort();
  return startServer({
    args: ["--import", "tsx", join(peers, name, "server.ts")],
    cwd: root,
    env: environmentOf(world, port),
    port,
    healthPath: "/health",
  });
}

async function freePort(): Promise<number> {
  const { app } = await choosePorts({ app: 3710, clerk: 4720, postgres: 54_720 });
  return app;
}

async function ensureBuilt(cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  const stamp = join(cwd, ".next", "made-from");
  const fingerprint = fingerprintOf(cwd, env);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => lines.push(text));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${cwd} does not build:\n${lines.slice(-40).join("")}`);
  writeFileSync(stamp, fingerprint);
}

/** Over what a peer is made from: its own files, those of ours that it may read, the packages and what is inlined. */
function fingerprintOf(cwd: string, env: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(process.version);
  for (const [name, value] of Object.entries(env).sort())
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${value}\n`);
  const sources = [cwd, join(root, "src", "access"), join(root, "src", "server", "auth")];
  const files = sources.flatMap(filesIn);
  for (const file of [...files, join(root, "package-lock.json"), join(root, "tsconfig.json")])
    hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest("hex");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(".") && name !== "next-env.d.ts")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    });
}
