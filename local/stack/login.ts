import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROLE = "gatehouse_app";

/** The address by which the application logs in, with a password made once per data folder. */
export function loginUrlOf(ownerUrl: string, dataDir: string): string {
  const url = new URL(ownerUrl);
  url.username = ROLE;
  url.password = readPassword(join(dataDir, "login-password"));
  return url.href;
}

function readPassword(path: string): string {
  try {
    const known = readFileSync(path, "utf8").trim();
    if (known !== "") return known;
  } catch {
    // None yet.
  }
  const made = randomBytes(24).toString("base64url");
  writeFileSync(path, made, { mode: 0o600 });
  return made;
}

/** The address without its password, for people to read. */
export function describeUrl(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.username ? `${url.username}@` : ""}${url.host}${url.pathname}`;
}
