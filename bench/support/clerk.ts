import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClerkClient, type ClerkClient } from "@clerk/backend";
import { z } from "zod";
import type { ClerkAddress } from "../../local/clerk/arrangements.ts";
import type { LocalClerkOptions } from "../../local/clerk/server.ts";

export type ClerkRequest =
  | { readonly kind: "start"; readonly options: LocalClerkOptions }
  | { readonly kind: "seed"; readonly content: unknown };
export type ClerkAnswer =
  | (ClerkAddress & { readonly kind: "started" })
  | { readonly kind: "seeded" }
  | { readonly kind: "failed"; readonly reason: string };

export interface BenchClerk extends ClerkAddress {
  /** The real SDK of its Backend API. */
  readonly sdk: ClerkClient;
  seed(content: unknown): Promise<void>;
  /** Waits until nothing is on its way to the application. @throws when one of the deliveries was given up */
  drain(withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const Report = z.object({ waiting: z.number(), pending: z.number(), failed: z.number() });

/** Starts a local Clerk in a process of its own, with an empty folder of its own. */
export async function startBenchClerk(
  options: Pick<LocalClerkOptions, "appUrl" | "webhookUrl">,
): Promise<BenchClerk> {
  const folder = mkdtempSync(join(tmpdir(), "bench-clerk-"));
  const child = fork(join(import.meta.dirname, "clerk-worker.ts"), {
    execArgv: ["--import", "tsx"],
    // It refuses to start in production, where it has no business.
    env: { ...process.env, NODE_ENV: "development" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ask = (request: ClerkRequest): Promise<ClerkAnswer> =>
    new Promise((resolve, reject) => {
      child.once("message", (message) => {
        // Guarantee: clerk-worker.ts sends nothing but these, one for each request.
        const answer = message as ClerkAnswer;
        if (answer.kind === "failed") reject(new Error(answer.reason));
        else resolve(answer);
      });
      void ended.then(() => reject(new Error("the local Clerk has ended")));
      child.send(request);
    });
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const dataDir = join(folder, "clerk");
    const address = await ask({ kind: "start", options: { ...options, port: 0, dataDir } });
    if (address.kind !== "started") throw new Error("the local Clerk did not start");
    const { url, secretKey, webhookSecret, jwtKey } = address;
    const apiUrl = `${url}/bapi`;
    return {
      url,
      secretKey,
      webhookSecret,
      jwtKey,
      sdk: createClerkClient({ secretKey, apiUrl, telemetry: { disabled: true } }),
      seed: async (content) => {
        await ask({ kind: "seed", content });
      },
      drain: (withinMs = 60_000) => drain(url, withinMs),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function drain(url: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const response = await fetch(`${url}/local/deliveries?limit=0`);
    const { waiting, pending, failed } = Report.parse(await response.json());
    if (failed > 0) throw new Error(`${failed} webhooks were given up`);
    if (waiting === 0 && pending === 0) return;
    if (Date.now() > deadline) throw new Error(`${pending} webhooks are still on their way`);
    await sleep(100);
  }
}
