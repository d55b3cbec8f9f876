import { afterEach, describe, expect, test, vi } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, client, start } from "./start.ts";
import { changeSettings } from "./journeys/visit.ts";

const clerk = await start();
await changeSettings(clerk, { instance: { lockout: { attempts: 3, durationMinutes: 30 } } });
const api = client(clerk);
const password = "gatehouse-local";

afterEach(() => vi.useRealTimers());

async function newUser(emailAddress: string) {
  return api.users.createUser({ emailAddress: [emailAddress], password });
}

/** A sign-in that has named its account. */
async function begun(identifier: string, at = clerk) {
  const browser = await new Browser(at.url).open();
  const { body } = await browser.post("/v1/client/sign_ins", { identifier });
  const path = `/v1/client/sign_ins/${String(asRecord(body.response).id)}`;
  return {
    browser,
    prepare: (strategy: string, form: Record<string, string> = {}) =>
      browser.post(`${path}/prepare_first_factor`, { strategy, ...form }),
    attempt: (form: Record<string, string>) => browser.post(`${path}/attempt_first_factor`, form),
    tryPassword: (guess: string) =>
      browser.post(`${path}/attempt_first_factor`, { strategy: "password", password: guess }),
  };
}

async function mailedCode(to: string, at = clerk): Promise<string> {
  const response = await fetch(`${at.url}/local/mail?to=${encodeURIComponent(to)}`);
  return String(asList(await response.json())[0]?.code);
}

describe("too many wrong passwords", () => {
  test("lock the account for everybody, until the lock runs out", async () => {
    const { id } = await newUser("locked@acme.test");
    const { tryPassword } = await begun("locked@acme.test");
    const bystander = await begun("locked@acme.test");
    expect((await tryPassword("wrong-1")).code).toBe("form_password_incorrect");
    expect(await api.users.getUser(id)).toMatchObject({ locked: false });
    expect((await api.users.getUser(id)).raw).toMatchObject({ verification_attempts_remaining: 2 });
    await tryPassword("wrong-2");
    const third = await tryPassword("wrong-3");
    expect([third.status, third.code]).toEqual([403, "user_locked"]);
    expect(asList(third.body.errors)[0]).toMatchObject({
      meta: { lockout_expires_in_seconds: 1800 },
    });
    expect((await api.users.getUser(id)).raw).toMatchObject({
      locked: true,
      lockout_expires_in_seconds: 1800,
      verification_attempts_remaining: 0,
    });
    // The right password, a code and a new attempt are all the same now.
    expect((await bystander.tryPassword(password)).code).toBe("user_locked");
    expect((await bystander.prepare("email_code")).code).toBe("user_locked");
    const again = await bystander.browser.post("/v1/client/sign_ins", {
      identifier: "locked@acme.test",
    });
    expect(again.code).toBe("user_locked");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * 60_000 + 1000 });
    expect((await api.users.getUser(id)).raw).toMatchObject({
      locked: false,
      lockout_expires_in_seconds: null,
      verification_attempts_remaining: 3,
    });
    expect((await tryPassword("wrong-4")).code).toBe("form_password_incorrect");
    expect((await tryPassword(password)).status).toBe(200);
    expect((await api.users.getUser(id)).raw).toMatchObject({ verification_attempts_remaining: 3 });
  });

  test("count together with wrong codes, also of requests at once", async () => {
    await newUser("both@acme.test");
    const one = await begun("both@acme.test");
    await one.prepare("email_code");
    const code = await mailedCode("both@acme.test");
    const wrong = code === "000000" ? "000001" : "000000";
    expect((await one.attempt({ strategy: "email_code", code: wrong })).code).toBe(
      "form_code_incorrect",
    );
    const guesses = await Promise.all(["a", "b", "c"].map((guess) => one.tryPassword(guess)));
    expect(guesses.map((guess) => guess.code).sort()).toEqual([
      "form_password_incorrect",
      "user_locked",
      "user_locked",
    ]);
    expect((await one.attempt({ strategy: "email_code", code })).code).toBe("user_locked");
  });
});

describe("a code", () => {
  test("is no longer good after ten minutes, nor after another was sent", async () => {
    // A local Clerk of its own: the clock of one never goes back, and the tests above have moved it.
    const at = await start();
    await client(at).users.createUser({ emailAddress: ["late@acme.test"], password });
    const one = await begun("late@acme.test", at);
    const strategy = "email_code";
    await one.prepare(strategy);
    const old = await mailedCode("late@acme.test", at);
    await one.prepare(strategy);
    const code = await mailedCode("late@acme.test", at);
    if (old !== code) {
      const refused = await one.attempt({ strategy, code: old });
      expect(refused.code).toBe("form_code_incorrect");
    }
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
    expect((await one.attempt({ strategy, code })).code).toBe("verification_expired");
    await one.prepare(strategy);
    const fresh = await mailedCode("late@acme.test", at);
    expect((await one.attempt({ strategy, code: fresh })).status).toBe(200);
  });

  test("goes only to an address that the person has proven", async () => {
    await newUser("proven@acme.test");
    const browser = await new Browser(clerk.url).open();
    await browser.signIn("proven@acme.test", password);
    const added = await browser.post("/v1/me/email_addresses", { email_address: "new@acme.test" });
    const id = String(asRecord(added.body.response).id);
    const one = await begun("proven@acme.test");
    const refused = await one.prepare("email_code", { email_address_id: id });
    expect([refused.status, refused.code]).toEqual([422, "form_param_format_invalid"]);
  });
});

describe("ways in that the instance does not have", () => {
  test("are refused by the name of the parameter", async () => {
    await newUser("only@acme.test");
    const browser = await new Browser(clerk.url).open();
    const one = await begun("only@acme.test");
    const answers = [
      await browser.post("/v1/client/sign_ins", { strategy: "oauth_google" }),
      await browser.post("/v1/client/sign_ins", { strategy: "passkey" }),
      await one.prepare("phone_code"),
      await one.attempt({ strategy: "phone_code", code: "424242" }),
      await browser.post("/v1/client/sign_ups", { strategy: "oauth_google" }),
      await browser.post("/v1/client/sign_ups", { phone_number: "+15555550100" }),
      await browser.post("/v1/client/sign_ups", { username: "somebody" }),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      ...Array.from({ length: 5 }, () => [422, "form_param_value_invalid"]),
      [422, "form_param_unknown"],
      [422, "form_param_unknown"],
    ]);
  });
});
