import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { exportJWK } from "jose";

/** A key as the JWKS names it: what is needed to check a signature, and nothing secret. */
export interface PublicKey {
  readonly kid: string;
  readonly n: string;
  readonly e: string;
}

/** The key that signs the tokens of the present. */
export interface SigningKey extends PublicKey {
  readonly privateKey: KeyObject;
  readonly publicPem: string;
}

export function generatePrivatePem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

export async function readSigningKey(privatePem: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(privatePem);
  const publicKey = createPublicKey(privateKey);
  const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const { n, e } = await exportJWK(publicKey);
  if (!n || !e) throw new Error("The signing key is not an RSA key.");
  // Follows from the key itself, so no cached key can be mistaken for another.
  const kid = `ins_${createHash("sha256").update(publicPem).digest("hex").slice(0, 27)}`;
  return { kid, n, e, privateKey, publicPem };
}
