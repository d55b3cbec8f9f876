import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Of Node. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
  /** Answers 200 as soon as the server serves. */
  readonly healthPath: string;
}

/** Starts a server in a process of its own and waits until it answers. @throws with its last lines when it does not */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { args, cwd, env, port } = options;
  const url = `http://localhost:${port}`;
  // Another's answers would be measured as this one's.
  if (await answers(`${url}${options.healthPath}`))
    throw new Error(`something else serves on port ${port} already`);
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      lines.push(text);
      if (lines.length > 40) lines.shift();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${args.join(" ")} did not start`);
  const server = {
    url,
    pid,
    stop: async () => {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${url}${options.healthPath}`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await server.stop();
      throw new Error(`${args.join(" ")} does not serve:\n${lines.join("")}`);
    }
    await sleep(50);
  }
  return server;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
