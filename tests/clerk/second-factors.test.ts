import { readFileSync } from "node:fs";
import { join } from "node:path";
import { verifyToken } from "@clerk/backend";
import { TOTP, URI } from "otpauth";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

afterEach(() => vi.useRealTimers());

/** Only the time of day stands still or moves; timers run. */
function stepForward(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
}

async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  return { user, browser };
}

/** What an authenticator app computes from the address in the QR code. */
function codeOf(uri: string): string {
  const generator = URI.parse(uri);
  if (!(generator instanceof TOTP)) throw new Error(`not a time-based code: ${uri}`);
  return generator.generate();
}

async function enrolled(emailAddress: string) {
  const { user, browser } = await signedIn(emailAddress);
  const created = asRecord((await browser.post("/v1/me/totp")).body.response);
  const uri = String(created.uri);
  const code = codeOf(uri);
  const verified = await browser.post("/v1/me/totp/attempt_verification", { code });
  const codes = asRecord(verified.body.response).backup_codes as string[];
  return { user, browser, uri, created, verified, codes };
}

/** A browser in which the password was right already. */
async function halfWay(emailAddress: string) {
  const browser = await new Browser(clerk.url).open();
  const signIn = await browser.signIn(emailAddress, password);
  const path = `/v1/client/sign_ins/${signIn.id}/attempt_second_factor`;
  return {
    browser,
    signIn,
    attempt: (strategy: string, code: string) => browser.post(path, { strategy, code }),
  };
}

describe("an authenticator app", () => {
  test("counts from its first right code on, and is told to the application", async () => {
    const { user, browser } = await signedIn("enrols@acme.test");
    const created = asRecord((await browser.post("/v1/me/totp")).body.response);
    expect(created).toMatchObject({ object: "totp", verified: false });
    expect(created.uri).toContain(`secret=${String(created.secret)}`);
    expect((await api.users.getUser(user.id)).totpEnabled).toBe(false);
    const verify = (code: string) => browser.post("/v1/me/totp/attempt_verification", { code });
    const code = codeOf(String(created.uri));
    const wrong = await verify(code === "000000" ? "000001" : "000000");
    expect([wrong.status, wrong.code]).toEqual([422, "form_code_incorrect"]);
    const right = asRecord((await verify(code)).body.response);
    expect(right).toMatchObject({ verified: true });
    expect(right).not.toHaveProperty("secret");
    expect(right.backup_codes).toHaveLength(10);
    expect(await api.users.getUser(user.id)).toMatchObject({
      totpEnabled: true,
      backupCodeEnabled: true,
      twoFactorEnabled: true,
    });
    expect((await browser.post("/v1/me/totp")).status).toBe(400);
    expect((await verify(codeOf(String(created.uri)))).status).toBe(404);
  });

  test("is asked for after the password, and the token says when", async () => {
    const { uri, user } = await enrolled("asked@acme.test");
    const { browser, signIn, attempt } = await halfWay("asked@acme.test");
    expect(signIn).toMatchObject({
      status: "needs_second_factor",
      created_session_id: null,
      supported_second_factors: [{ strategy: "totp" }, { strategy: "backup_code" }],
    });
    expect((await browser.client()).sessions).toEqual([]);
    stepForward(30);
    expect((await attempt("totp", "12345")).code).toBe("form_code_incorrect");
    expect((await attempt("phone_code", "123456")).code).toBe("form_param_value_invalid");
    const done = await attempt("totp", codeOf(uri));
    expect(done.body.response).toMatchObject({ status: "complete" });
    const [session] = (await browser.client()).sessions;
    expect(session).toMatchObject({ factor_verification_age: [0, 0], user: { id: user.id } });
    const jwt = session?.last_active_token.jwt ?? "";
    expect((await verifyToken(jwt, { jwtKey: clerk.jwtKey })).fva).toEqual([0, 0]);
  });

  test("takes no code twice, not even in another browser, and none of long ago", async () => {
    const { uri } = await enrolled("replayed@acme.test");
    const enrolling = codeOf(uri);
    const first = await halfWay("replayed@acme.test");
    expect((await first.attempt("totp", enrolling)).code).toBe("form_code_incorrect");
    stepForward(30);
    const next = codeOf(uri);
    expect((await first.attempt("totp", next)).status).toBe(200);
    const second = await halfWay("replayed@acme.test");
    expect((await second.attempt("totp", next)).code).toBe("form_code_incorrect");
    stepForward(120);
    expect((await second.attempt("totp", next)).code).toBe("form_code_incorrect");
    expect((await second.attempt("totp", codeOf(uri))).status).toBe(200);
  });

  test("stops listening after five wrong codes of one sign-in", async () => {
    const { uri } = await enrolled("guessed@acme.test");
    const { attempt } = await halfWay("guessed@acme.test");
    stepForward(30);
    for (let i = 0; i < 5; i++) {
      expect((await attempt("totp", "wrong")).code).toBe("form_code_incorrect");
    }
    expect((await attempt("totp", codeOf(uri))).code).toBe("verification_failed");
    const another = await halfWay("guessed@acme.test");
    expect((await another.attempt("totp", codeOf(uri))).status).toBe(200);
  });

  test("is asked for after a reset password, too, and cannot be skipped", async () => {
    await enrolled("skipping@acme.test");
    const { browser, signIn } = await halfWay("skipping@acme.test");
    const path = `/v1/client/sign_ins/${signIn.id}`;
    const again = await browser.post(`${path}/attempt_first_factor`, {
      strategy: "password",
      password,
    });
    expect(again.code).toBe("verification_already_verified");
    const fresh = await new Browser(clerk.url).open();
    const { body } = await fresh.post("/v1/client/sign_ins", { identifier: "skipping@acme.test" });
    const other = `/v1/client/sign_ins/${String(asRecord(body.response).id)}`;
    const early = { strategy: "totp", code: "000000" };
    const tooEarly = await fresh.post(`${other}/attempt_second_factor`, early);
    expect(tooEarly.code).toBe("verification_missing");
    const strategy = "reset_password_email_code";
    await fresh.post(`${other}/prepare_first_factor`, { strategy });
    const mails: unknown = await (
      await fetch(`${clerk.url}/local/mail?to=skipping@acme.test`)
    ).json();
    const code = String(asList(mails)[0]?.code);
    await fresh.post(`${other}/attempt_first_factor`, { strategy, code });
    const reset = await fresh.post(`${other}/reset_password`, { password: "gatehouse-renewed" });
    expect(reset.body.response).toMatchObject({ status: "needs_second_factor" });
    expect((await fresh.client()).sessions).toEqual([]);
  });

  test("goes with its backup codes when it is removed", async () => {
    const { user, browser, created } = await enrolled("removing@acme.test");
    const removed = await browser.post("/v1/me/totp", {}, "DELETE");
    expect(removed.body.response).toMatchObject({ id: created.id, deleted: true });
    expect(await api.users.getUser(user.id)).toMatchObject({
      totpEnabled: false,
      backupCodeEnabled: false,
      twoFactorEnabled: false,
    });
    expect((await browser.post("/v1/me/backup_codes")).status).toBe(400);
    const { signIn } = await halfWay("removing@acme.test");
    expect(signIn.status).toBe("complete");
  });
});

describe("backup codes", () => {
  test("work once each, and never again after new ones are made", async () => {
    const { user, browser, codes } = await enrolled("backup@acme.test");
    const [first = "", second = ""] = codes;
    const wrong = await (await halfWay("backup@acme.test")).attempt("backup_code", "aaaaaaaa");
    expect([wrong.status, wrong.code]).toEqual([422, "form_code_incorrect"]);
    expect((await (await halfWay("backup@acme.test")).attempt("backup_code", first)).status).toBe(
      200,
    );
    const reused = await (await halfWay("backup@acme.test")).attempt("backup_code", first);
    expect(reused.code).toBe("form_code_incorrect");
    const anew = asRecord((await browser.post("/v1/me/backup_codes")).body.response);
    expect(anew).toMatchObject({ object: "backup_code" });
    const old = await (await halfWay("backup@acme.test")).attempt("backup_code", second);
    expect(old.code).toBe("form_code_incorrect");
    const [fresh = ""] = anew.codes as string[];
    expect((await (await halfWay("backup@acme.test")).attempt("backup_code", fresh)).status).toBe(
      200,
    );
    expect((await api.users.getUser(user.id)).backupCodeEnabled).toBe(true);
  });

  test("work once, also when two browsers use the same one at once", async () => {
    const { codes } = await enrolled("race@acme.test");
    const halves = [await halfWay("race@acme.test"), await halfWay("race@acme.test")];
    const answers = await Promise.all(
      halves.map((one) => one.attempt("backup_code", codes[0] ?? "")),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test("are kept hashed, and are not printed", async () => {
    const { codes, created } = await enrolled("kept@acme.test");
    const journal = readFileSync(join(clerk.dataDir, "state.jsonl"), "utf8");
    expect(journal).toContain(String(created.secret));
    for (const code of codes) expect(journal).not.toContain(code);
    expect(clerk.lines.join("\n")).not.toContain(codes[0]);
  });
});
