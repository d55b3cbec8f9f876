import { decodeJwt } from "jose";
import { TOTP, URI } from "otpauth";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const password = "gatehouse-local";

afterEach(() => vi.useRealTimers());

/** Only the time of day moves; timers run. */
function laterBy(minutes: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
}

async function signedIn(emailAddress: string) {
  const user = await api.users.createUser({ emailAddress: [emailAddress], password });
  const browser = await new Browser(clerk.url).open();
  await browser.signIn(emailAddress, password);
  const [session] = (await browser.client()).sessions;
  const path = `/v1/client/sessions/${session?.id ?? ""}`;
  return {
    user,
    browser,
    sessionId: session?.id ?? "",
    path,
    verify: (step = "", form: Record<string, string> = {}) =>
      browser.post(`${path}/verify${step}`, form),
    /** As the token says them. */
    async ages() {
      return decodeJwt(String((await browser.post(`${path}/tokens`)).body.jwt)).fva;
    },
    async growOld(minutes: number): Promise<unknown> {
      const response = await fetch(`${clerk.url}/local/sessions/${session?.id ?? ""}/factor_age`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ minutes }),
      });
      return response.json();
    },
  };
}

async function withApp(emailAddress: string) {
  const person = await signedIn(emailAddress);
  const { uri } = asRecord((await person.browser.post("/v1/me/totp")).body.response);
  const totp = URI.parse(String(uri));
  if (!(totp instanceof TOTP)) throw new Error("not a time-based code");
  const code = (ahead = 0) => totp.generate({ timestamp: Date.now() + ahead * 30_000 });
  await person.browser.post("/v1/me/totp/attempt_verification", { code: code() });
  return { ...person, code };
}

describe("the age of the proof", () => {
  test("counts in minutes from the sign-in, and anew from the password", async () => {
    const { verify, ages, browser } = await signedIn("ages@acme.test");
    expect(await ages()).toEqual([0, -1]);
    laterBy(11);
    expect(await ages()).toEqual([11, -1]);
    const started = await verify("", { level: "first_factor" });
    expect(started.body.response).toMatchObject({
      object: "session_verification",
      status: "needs_first_factor",
      level: "first_factor",
      supported_first_factors: [{ strategy: "password" }, { strategy: "email_code" }],
      supported_second_factors: null,
      session: { factor_verification_age: [11, -1] },
    });
    const wrong = await verify("/attempt_first_factor", {
      strategy: "password",
      password: "another-password",
    });
    expect([wrong.status, wrong.code]).toEqual([422, "form_password_incorrect"]);
    expect(await ages()).toEqual([11, -1]);
    const right = await verify("/attempt_first_factor", { strategy: "password", password });
    expect(right.body.response).toMatchObject({ status: "complete" });
    expect((await browser.client()).sessions[0]).toMatchObject({
      factor_verification_age: [0, -1],
    });
    expect(await ages()).toEqual([0, -1]);
  });

  test("is set back for tests", async () => {
    const { sessionId, ages, growOld } = await signedIn("aged@acme.test");
    const factor_verification_age = [45, -1];
    expect(await growOld(45)).toEqual({ id: sessionId, factor_verification_age });
    expect(await ages()).toEqual([45, -1]);
  });
});

test("a code by e-mail proves it too, sent to an address of the person's", async () => {
  const { verify, ages, user, growOld } = await signedIn("mailed@acme.test");
  await growOld(30);
  await verify();
  const early = await verify("/attempt_first_factor", { strategy: "email_code", code: "000000" });
  expect(early.code).toBe("verification_missing");
  const foreign = { strategy: "email_code", email_address_id: "idn_of_somebody_else" };
  expect((await verify("/prepare_first_factor", foreign)).status).toBe(422);
  const own = { ...foreign, email_address_id: user.primaryEmailAddressId ?? "" };
  expect((await verify("/prepare_first_factor", own)).status).toBe(200);
  const mails: unknown = await (await fetch(`${clerk.url}/local/mail?to=mailed@acme.test`)).json();
  const code = String(asList(mails)[0]?.code);
  const attempt = (sent: string) =>
    verify("/attempt_first_factor", { strategy: "email_code", code: sent });
  expect((await attempt(code === "111111" ? "222222" : "111111")).code).toBe("form_code_incorrect");
  expect(await ages()).toEqual([30, -1]);
  expect((await attempt(code)).body.response).toMatchObject({ status: "complete" });
  expect(await ages()).toEqual([0, -1]);
});

describe("somebody with an authenticator app", () => {
  test("is asked for its code, which no password stands in for", async () => {
    const { verify, ages, code, growOld } = await withApp("app@acme.test");
    await growOld(20);
    const started = await verify("", { level: "second_factor" });
    expect(started.body.response).toMatchObject({
      status: "needs_second_factor",
      supported_second_factors: [{ strategy: "totp" }, { strategy: "backup_code" }],
    });
    const instead = await verify("/attempt_first_factor", { strategy: "password", password });
    expect(instead.code).toBe("verification_missing");
    const wrong = await verify("/attempt_second_factor", { strategy: "totp", code: "12345" });
    expect(wrong.code).toBe("form_code_incorrect");
    expect(await ages()).toEqual([20, -1]);
    const right = await verify("/attempt_second_factor", { strategy: "totp", code: code(1) });
    expect(right.body.response).toMatchObject({ status: "complete" });
    expect(await ages()).toEqual([20, 0]);
  });

  test("is asked for both, one after the other, where both are wanted", async () => {
    const { verify, ages, code, growOld } = await withApp("both@acme.test");
    await growOld(20);
    await verify("", { level: "multi_factor" });
    const first = await verify("/attempt_first_factor", { strategy: "password", password });
    expect(first.body.response).toMatchObject({ status: "needs_second_factor" });
    const second = await verify("/attempt_second_factor", { strategy: "totp", code: code(1) });
    expect(second.body.response).toMatchObject({ status: "complete" });
    expect(await ages()).toEqual([0, 0]);
  });
});

test("only one's own session, by a level and a factor that there are, and only while it lasts", async () => {
  const { verify, path, browser, user } = await signedIn("own@acme.test");
  expect((await verify("", { level: "third_factor" })).code).toBe("form_param_value_invalid");
  expect((await verify("/prepare_second_factor", { strategy: "phone_code" })).status).toBe(422);
  const before = await verify("/attempt_first_factor", { strategy: "password", password });
  expect(before.code).toBe("verification_missing");
  await verify("", { level: "first_factor" });
  const odd = await verify("/attempt_first_factor", { strategy: "ticket" });
  expect(odd.code).toBe("form_param_value_invalid");
  const other = await new Browser(clerk.url).open();
  expect((await other.post(`${path}/verify`)).status).toBe(401);
  const [session] = (await browser.client()).sessions;
  await api.sessions.revokeSession(session?.id ?? "");
  const late = await verify("/attempt_first_factor", { strategy: "password", password });
  expect(late.status).toBe(401);
  expect((await api.users.getUser(user.id)).locked).toBe(false);
});
