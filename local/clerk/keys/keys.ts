import {
  generateWebhookSecret,
  type KeyFile,
  openKeyFile,
  type RetiredKey,
  writeKeyFile,
} from "./key-file.ts";
import {
  generatePrivatePem,
  type PublicKey,
  readSigningKey,
  type SigningKey,
} from "./signing-key.ts";

/** How long a retired key still verifies, unless told otherwise: longer than any session token lives, in seconds. */
export const GRACE_PERIOD_SECONDS = 24 * 3600;

/** Keys are made once per machine and kept readable by their owner only; nothing secret is in the repository. */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const file = await openKeyFile(dataDir);
  return new Keys(dataDir, file, await readSigningKey(file.privateKey));
}

export class Keys {
  readonly secretKey: string;
  /** Stays when the signing key changes: consumers of webhooks know the instance by it. */
  readonly instanceId: string;
  private readonly dataDir: string;
  private file: KeyFile;
  private current: SigningKey;

  constructor(dataDir: string, file: KeyFile, current: SigningKey) {
    this.dataDir = dataDir;
    this.secretKey = file.secretKey;
    this.instanceId = file.instanceId;
    this.file = file;
    this.current = current;
  }

  /** The newest key. Whoever signs asks for it each time. */
  get signing(): SigningKey {
    return this.current;
  }

  /** Every key whose signatures are still good, the signing one first. */
  valid(now: number): PublicKey[] {
    return [this.current, ...this.stillValid(now)];
  }

  /** Signs with a new key from now on; the old one verifies for the grace period. */
  async rotate(now: number, graceSeconds: number): Promise<SigningKey> {
    const privateKey = generatePrivatePem();
    const next = await readSigningKey(privateKey);
    const { kid, n, e } = this.current;
    const retired = { kid, n, e, until: now + graceSeconds * 1000 };
    const file = { ...this.file, privateKey, retiredKeys: [retired, ...this.stillValid(now)] };
    writeKeyFile(this.dataDir, file);
    this.file = file;
    this.current = next;
    return next;
  }

  get webhookSecret(): string {
    return this.file.webhookSecret;
  }

  /** Every secret that messages are signed with, the newest first. */
  webhookSecrets(now: number): string[] {
    return [this.webhookSecret, ...this.stillSigning(now).map((one) => one.secret)];
  }

  /** Makes a new secret. Until then messages carry a signature of the old one besides, so that one may change over. */
  rotateWebhookSecret(now: number, oldUntil: number): string {
    const former = { secret: this.webhookSecret, until: oldUntil };
    this.file = {
      ...this.file,
      webhookSecret: generateWebhookSecret(),
      formerWebhookSecrets: [former, ...this.stillSigning(now)],
    };
    writeKeyFile(this.dataDir, this.file);
    return this.webhookSecret;
  }

  private stillSigning(now: number): KeyFile["formerWebhookSecrets"] {
    return this.file.formerWebhookSecrets.filter((one) => one.until > now);
  }

  private stillValid(now: number): RetiredKey[] {
    return this.file.retiredKeys.filter((one) => one.until > now);
  }
}
