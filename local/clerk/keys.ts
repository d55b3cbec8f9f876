import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
} from "node:crypto";
import type { KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, type JWK } from "jose";
import { z } from "zod";

const KeyFile = z.object({
  secretKey: z.string().startsWith("sk_test_"),
  webhookSecret: z.string().startsWith("whsec_"),
  privateKey: z.string().includes("PRIVATE KEY"),
});

export interface Keys {
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly privateKey: KeyObject;
  readonly publicPem: string;
  readonly publicJwk: JWK;
  /** Also the `kid` of every token: new keys are a new instance, so no cached key can be mistaken for them. */
  readonly instanceId: string;
}

/** Keys are made once per machine and kept readable by their owner only; nothing secret is in the repository. */
export async function loadKeys(dataDir: string): Promise<Keys> {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "keys.json");
  if (!existsSync(path)) {
    const content = JSON.stringify(generateKeys(), null, 2);
    writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  }
  const file = KeyFile.parse(JSON.parse(readFileSync(path, "utf8")));
  const privateKey = createPrivateKey(file.privateKey);
  const publicKey = createPublicKey(privateKey);
  const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return {
    secretKey: file.secretKey,
    webhookSecret: file.webhookSecret,
    privateKey,
    publicPem,
    publicJwk: await exportJWK(publicKey),
    instanceId: `ins_${createHash("sha256").update(publicPem).digest("hex").slice(0, 27)}`,
  };
}

function generateKeys(): z.infer<typeof KeyFile> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    secretKey: `sk_test_${randomBytes(30).toString("hex")}`,
    webhookSecret: `whsec_${randomBytes(24).toString("base64")}`,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
