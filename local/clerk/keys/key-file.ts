import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { generatePrivatePem, readSigningKey } from "./signing-key.ts";

const RetiredKey = z.object({
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  /** When it leaves the JWKS, in ms. */
  until: z.number(),
});

const FormerSecret = z.object({
  secret: z.string().startsWith("whsec_"),
  /** When messages are not signed with it any more, in ms. */
  until: z.number(),
});

/** Files from before keys could be rotated have no version; their instance was named after their only key. */
const FirstKeyFile = z.object({
  secretKey: z.string().startsWith("sk_test_"),
  webhookSecret: z.string().startsWith("whsec_"),
  privateKey: z.string().includes("PRIVATE KEY"),
});

const KeyFile = FirstKeyFile.extend({
  version: z.literal(2),
  instanceId: z.string().startsWith("ins_"),
  retiredKeys: z.array(RetiredKey),
  formerWebhookSecrets: z.array(FormerSecret).default([]),
});

export type KeyFile = z.output<typeof KeyFile>;
export type RetiredKey = z.output<typeof RetiredKey>;

function pathIn(dataDir: string): string {
  return join(dataDir, "keys.json");
}

/** Reads the keys of this machine, and makes them the first time. */
export async function openKeyFile(dataDir: string): Promise<KeyFile> {
  mkdirSync(dataDir, { recursive: true });
  const path = pathIn(dataDir);
  if (!existsSync(path)) {
    const content = JSON.stringify(await withIdentity(generateFirst()), null, 2);
    writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  }
  const read = z.union([KeyFile, FirstKeyFile]).parse(JSON.parse(readFileSync(path, "utf8")));
  return "version" in read ? read : withIdentity(read);
}

/** Kept readable by its owner only. Atomic: the old file stays until the new one is whole. */
export function writeKeyFile(dataDir: string, file: KeyFile): void {
  const temporary = `${pathIn(dataDir)}.new`;
  writeFileSync(temporary, JSON.stringify(file, null, 2), { mode: 0o600 });
  renameSync(temporary, pathIn(dataDir));
}

async function withIdentity(first: z.output<typeof FirstKeyFile>): Promise<KeyFile> {
  const { kid } = await readSigningKey(first.privateKey);
  return { ...first, version: 2, instanceId: kid, retiredKeys: [], formerWebhookSecrets: [] };
}

export function generateWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

function generateFirst(): z.output<typeof FirstKeyFile> {
  return {
    secretKey: `sk_test_${randomBytes(30).toString("hex")}`,
    webhookSecret: generateWebhookSecret(),
    privateKey: generatePrivatePem(),
  };
}
