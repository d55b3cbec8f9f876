import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuild } from "../stack/build.ts";
import { findHolder } from "../stack/lock.ts";
import { startNext } from "../stack/next.ts";
import { defaultPorts, readPort } from "../stack/ports.ts";
import { startStack, type Stack } from "../stack/start.ts";
import type { World } from "./screen.ts";

/** A limit that nobody reaches: the pictures are taken by one address, quickly. */
const roomy = { RATE_LIMIT_ADDRESS: "1000000000", RATE_LIMIT_PERSON: "1000000000" };

export interface OwnWorld extends World {
  stop(): Promise<void>;
}

/** The application as `npm run preview` has it, with data of its own that begin anew each time. */
export async function startWorld(root: string, tell: (text: string) => void): Promise<OwnWorld> {
  const dataDir = join(root, ".local", "screens");
  // Another run's data, unless that run is still going: then the start below says so.
  if (!findHolder(dataDir)) rmSync(dataDir, { recursive: true, force: true });
  const stack = await startStack({
    mode: "production",
    root,
    dataDir,
    given: {},
    appPort: readPort("PORT", process.env["PORT"], defaultPorts.app),
    clerkPort: readPort("CLERK_PORT", process.env["CLERK_PORT"], defaultPorts.clerk),
    postgresPort: readPort("POSTGRES_PORT", process.env["POSTGRES_PORT"], defaultPorts.postgres),
    retryFactor: 0.02,
    onProgress: ({ part, text, done }) => done && tell(`${part}: ${text}`),
  });
  try {
    return await serve(root, stack, tell);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function serve(root: string, stack: Stack, tell: (text: string) => void): Promise<OwnWorld> {
  const { clerk, postgres } = stack;
  if (!clerk || !postgres) throw new Error("Nothing was given, so both stand-ins run.");
  tell("the production build");
  await ensureBuild({ root, env: stack.env });
  const next = await startNext({
    command: "start",
    root,
    port: stack.appPort,
    env: { ...stack.env, ...roomy },
    onLine: () => undefined,
  });
  await drain(clerk.url);
  return {
    appUrl: stack.appUrl,
    clerkUrl: clerk.url,
    breakDown: () => postgres.stop(),
    async stop() {
      await next.stop();
      await stack.stop();
    },
  };
}

/** Waits until the application has heard of everybody. */
async function drain(clerkUrl: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const response = await fetch(`${clerkUrl}/local/deliveries?limit=0`);
    // Guarantee: the shape is that of local/clerk/webhooks/routes.ts.
    const { pending, failed } = (await response.json()) as { pending: number; failed: number };
    if (pending === 0 && failed === 0) return;
    await sleep(100);
  }
  throw new Error("the application does not take its webhooks");
}
