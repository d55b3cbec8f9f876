import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { scryptSync } from "node:crypto";
import { TOTP, URI } from "otpauth";
import { expect, test } from "vitest";
import { startLocalClerk } from "../../local/clerk/server.ts";
import { verifyPassword } from "../../local/clerk/passwords.ts";
import { Browser } from "./frontend-caller.ts";
import { asRecord, client, start, temporaryFolder } from "./start.ts";

function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

test("no password is written down, however it came", async () => {
  const clerk = await start();
  const passwords = {
    created: "created by a server",
    updated: "updated by a server",
    seeded: "seeded from a file",
    signedUp: "signed up in a browser",
    changed: "changed in a browser",
    tried: "tried at the sign-in",
  };
  const api = client(clerk);
  const emailAddress = ["kept@example.test"];
  const user = await api.users.createUser({ emailAddress, password: passwords.created });
  await api.users.updateUser(user.id, { password: passwords.updated });
  await clerk.seed({
    users: [{ emailAddresses: ["seeded@example.test"], password: passwords.seeded }],
  });
  const browser = await new Browser(clerk.url).open();
  await browser.signUp({ email_address: "new@example.test", password: passwords.signedUp });
  const other = await new Browser(clerk.url).open();
  await other.signIn("kept@example.test", passwords.tried);
  await other.signIn("kept@example.test", passwords.updated);
  const changed = await other.post("/v1/me/change_password", {
    current_password: passwords.updated,
    new_password: passwords.changed,
  });
  expect(changed.status).toBe(200);

  const written = everythingIn(clerk.dataDir);
  expect(written).toContain("kept@example.test");
  expect(written).toContain("$scrypt$ln=14,r=8,p=1$");
  for (const password of Object.values(passwords)) expect(written).not.toContain(password);
  for (const password of Object.values(passwords)) {
    expect(clerk.lines.join("\n")).not.toContain(password);
  }
});

test("no backup code and no secret of a key is written down, whoever made it", async () => {
  const clerk = await start();
  const api = client(clerk);
  const emailAddress = ["kept@example.test"];
  const user = await api.users.createUser({ emailAddress, password: "a password for tests" });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn("kept@example.test", "a password for tests");
  const made = asRecord((await browser.post("/v1/me/totp")).body.response);
  const app = URI.parse(String(made.uri));
  if (!(app instanceof TOTP)) throw new Error("not a time-based code");
  const code = app.generate();
  const verified = await browser.post("/v1/me/totp/attempt_verification", { code });
  const anew = await browser.post("/v1/me/backup_codes");
  const codes = [asRecord(verified.body.response).backup_codes, asRecord(anew.body.response).codes]
    .flat()
    .map(String);
  expect(new Set(codes).size).toBe(20);
  const key = await api.apiKeys.create({ name: "kept key", subject: user.id });
  const machine = await api.machines.create({ name: "kept machine" });
  const token = await api.m2m.createToken({ machineSecretKey: machine.secretKey ?? "" });
  const secrets = [key.secret, machine.secretKey, token.token].map(String);
  for (const secret of secrets) expect(secret).toMatch(/^(ak|mt)_.{20}/);

  const written = everythingIn(clerk.dataDir);
  expect(written).toContain("kept key");
  expect(written).toContain("kept machine");
  for (const secret of [...codes, ...secrets]) {
    expect(written).not.toContain(secret);
    expect(clerk.lines.join("\n")).not.toContain(secret);
  }
});

test("a hash from before the parameters were written down still opens", async () => {
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync("an old password", salt, 32);
  const former = `scrypt:${salt.toString("base64url")}:${key.toString("base64url")}`;
  expect(await verifyPassword("an old password", former)).toBe(true);
  expect(await verifyPassword("another password", former)).toBe(false);
  for (const hash of ["", "scrypt:", "$scrypt$ln=30,r=8,p=1$AAAA$AAAA", null]) {
    expect(await verifyPassword("an old password", hash)).toBe(false);
  }
});

test("a new data folder is its owner's alone, and used by one at a time", async () => {
  const dataDir = join(temporaryFolder(), "deeper", "clerk");
  const clerk = await start({ dataDir });
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  await expect(start({ dataDir })).rejects.toThrow(clerk.url);
  await clerk.close();
  const again = await start({ dataDir });
  expect(again.secretKey).toBe(clerk.secretKey);
});

test("two machines have nothing secret in common", async () => {
  const [one, other] = [await start(), await start()];
  expect(one.secretKey).not.toBe(other.secretKey);
  expect(one.webhookSecret).not.toBe(other.webhookSecret);
  expect(one.jwtKey).not.toBe(other.jwtKey);
});

test.each(["https://example.com/hook", "http://10.0.0.1/hook", "http://localhost.example/hook"])(
  "webhooks to another machine are refused: %s",
  async (webhookUrl) => {
    const options = { port: 0, dataDir: temporaryFolder(), appUrl: "http://localhost:3000" };
    await expect(startLocalClerk({ ...options, webhookUrl })).rejects.toThrow("is elsewhere");
  },
);
