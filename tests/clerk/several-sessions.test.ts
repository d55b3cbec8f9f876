import { describe, expect, test } from "vitest";
import { Browser } from "./frontend-caller.ts";
import { asList, asRecord, client, start } from "./start.ts";
import { changeSettings } from "./journeys/visit.ts";

const password = "gatehouse-local";

async function begin(multiSession: boolean) {
  const clerk = await start();
  await changeSettings(clerk, { instance: { multiSession } });
  const api = client(clerk);
  const people = await Promise.all(
    ["ann@acme.test", "ben@acme.test"].map((one) =>
      api.users.createUser({ emailAddress: [one], password }),
    ),
  );
  return { api, people, browser: await new Browser(clerk.url).open() };
}

describe("with several sessions in one browser", () => {
  test("each person has one, with a token of its own", async () => {
    const { people, browser } = await begin(true);
    const environment = await browser.post("/v1/environment", {}, "PATCH");
    expect(environment.body).toMatchObject({ auth_config: { single_session_mode: false } });
    await browser.signIn("ann@acme.test", password);
    await browser.signIn("ben@acme.test", password);
    const { sessions, last_active_session_id: last } = await browser.client();
    expect(sessions.map((one) => one.user.id)).toEqual(people.map((one) => one.id));
    expect(last).toBe(sessions[1]?.id);
    const again = await browser.post("/v1/client/sign_ins", { identifier: "ann@acme.test" });
    expect([again.status, again.code]).toEqual([400, "identifier_already_signed_in"]);
    expect(asList(again.body.errors)[0]).toMatchObject({ meta: { session_id: sessions[0]?.id } });
    const subjects = await Promise.all(
      sessions.map(async (one) => {
        const { body } = await browser.post(`/v1/client/sessions/${one.id}/tokens`);
        const [, payload = ""] = String(body.jwt).split(".");
        return asRecord(JSON.parse(Buffer.from(payload, "base64url").toString())).sub;
      }),
    );
    expect(subjects).toEqual(people.map((one) => one.id));
    await browser.post(`/v1/client/sessions/${String(sessions[0]?.id)}/touch`);
    const { last_active_session_id: touched } = await browser.client();
    expect(touched).toBe(sessions[0]?.id);
    await browser.post(`/v1/client/sessions/${String(sessions[0]?.id)}/remove`);
    const left = (await browser.client()).sessions;
    expect(left.map((one) => one.user.id)).toEqual([people[1]?.id]);
  });

  test("two sign-ins of one person that were begun earlier still make one session", async () => {
    const { browser } = await begin(true);
    const path = await begunPath(browser, "ann@acme.test");
    await browser.signIn("ann@acme.test", password);
    const late = await browser.post(path, { strategy: "password", password });
    expect(late.code).toBe("identifier_already_signed_in");
    expect((await browser.client()).sessions).toHaveLength(1);
  });
});

describe("with one session in one browser", () => {
  test("a sign-in that was begun before another was finished is refused", async () => {
    const { browser } = await begin(false);
    const path = await begunPath(browser, "ann@acme.test");
    await browser.signIn("ben@acme.test", password);
    const late = await browser.post(path, { strategy: "password", password });
    expect(late.code).toBe("session_exists");
    expect((await browser.client()).sessions).toHaveLength(1);
  });
});

async function begunPath(browser: Browser, identifier: string): Promise<string> {
  const { body } = await browser.post("/v1/client/sign_ins", { identifier });
  return `/v1/client/sign_ins/${String(asRecord(body.response).id)}/attempt_first_factor`;
}
