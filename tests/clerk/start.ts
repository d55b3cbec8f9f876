import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import {
  type LocalClerk,
  type LocalClerkOptions,
  startLocalClerk,
} from "../../local/clerk/server.ts";
import { cleanUp } from "./clean-up.ts";

export const APP_URL = "http://localhost:3000";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-clerk-"));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Started extends LocalClerk {
  /** What it printed. */
  lines: string[];
  dataDir: string;
}

/** A local Clerk of its own, stopped after the tests of the file. */
export async function start(options: Partial<LocalClerkOptions> = {}): Promise<Started> {
  const lines: string[] = [];
  const dataDir = options.dataDir ?? temporaryFolder();
  const clerk = await startLocalClerk({
    port: 0,
    dataDir,
    appUrl: APP_URL,
    webhookUrl: null,
    log: (line) => lines.push(line),
    ...options,
  });
  cleanUp(() => clerk.close());
  return { ...clerk, lines, dataDir };
}

/** The real server SDK, pointed at it as an application's would be. */
export function client(clerk: LocalClerk) {
  return createClerkClient({
    secretKey: clerk.secretKey,
    publishableKey: clerk.publishableKey,
    apiUrl: `${clerk.url}/bapi`,
    telemetry: { disabled: true },
  });
}

/** The body for a call of which the SDK's types do not know every parameter that the API takes. */
export async function backendPost(
  clerk: LocalClerk,
  path: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${clerk.url}/bapi${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${clerk.secretKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return asRecord(await response.json());
}

export function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    throw new Error(`not an object: ${String(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

export function asList(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) throw new Error(`not a list: ${String(value)}`);
  return value.map(asRecord);
}

/** Waits until a condition holds; fails loudly when it does not. */
export async function until(what: string, holds: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
