import { verifyToken } from "@clerk/backend";
import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { refusal } from "./contract/world.ts";
import { Browser } from "./frontend-caller.ts";
import { APP_URL, client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const support = await api.users.createUser({ emailAddress: ["support@acme.test"] });
const alice = await api.users.createUser({ emailAddress: ["alice@acme.test"] });

function newActorToken(
  more: { expiresInSeconds?: number; sessionMaxDurationInSeconds?: number } = {},
) {
  return api.actorTokens.create({ userId: alice.id, actor: { sub: support.id }, ...more });
}

async function open(): Promise<Browser> {
  return new Browser(clerk.url).open();
}

function redeem(browser: Browser, ticket: string | null | undefined) {
  const form = { strategy: "ticket", ticket: ticket ?? "" };
  return browser.post("/v1/client/sign_ins", form);
}

describe("an actor token", () => {
  test("signs its actor in as its user, for half an hour, and says so everywhere", async () => {
    const token = await newActorToken();
    expect(token).toMatchObject({
      status: "pending",
      userId: alice.id,
      actor: { sub: support.id },
    });
    const accept = await fetch(token.url ?? "", { redirect: "manual" });
    const target = new URL(accept.headers.get("location") ?? "");
    expect([target.origin + target.pathname, target.searchParams.get("__clerk_status")]).toEqual([
      `${APP_URL}/sign-in`,
      "sign_in",
    ]);
    const browser = await open();
    await redeem(browser, target.searchParams.get("__clerk_ticket"));
    const [session] = (await browser.client()).sessions;
    if (!session) throw new Error("nobody is signed in");
    expect(session.user.id).toBe(alice.id);
    expect(session.actor).toEqual({ sub: support.id });
    expect(session.expire_at - session.created_at).toBe(30 * 60_000);
    const claims = await verifyToken(session.last_active_token.jwt, { jwtKey: clerk.jwtKey });
    expect(claims).toMatchObject({ sid: session.id, act: { sub: support.id } });

    const seen = await api.sessions.getSession(session.id);
    expect(seen).toMatchObject({ userId: alice.id, actor: { sub: support.id } });
    const headers = { authorization: `Bearer ${session.last_active_token.jwt}` };
    const state = await api.authenticateRequest(new Request(APP_URL, { headers }), {
      jwtKey: clerk.jwtKey,
    });
    expect(state.toAuth()).toMatchObject({ userId: alice.id, actor: { sub: support.id } });
  });

  test("is there for templates, too", async () => {
    const claims = { by: "{{session.actor.sub}}" };
    await api.jwtTemplates.create({ name: "acting", claims });
    const browser = await open();
    const { token } = await newActorToken();
    await redeem(browser, token);
    const session = (await browser.client()).last_active_session_id ?? "";
    const { jwt } = await api.sessions.getToken(session, "acting");
    expect(decodeJwt(jwt)["by"]).toBe(support.id);
  });

  test("makes a session that lasts as long as it says", async () => {
    const { token } = await newActorToken({ sessionMaxDurationInSeconds: 1 });
    const browser = await open();
    await redeem(browser, token);
    const [session] = (await browser.client()).sessions;
    expect(session?.status).toBe("active");
    await expect
      .poll(async () => (await browser.client()).sessions, { timeout: 5_000 })
      .toEqual([]);
    expect((await api.sessions.getSession(session?.id ?? "")).status).toBe("expired");
  });

  test("works once", async () => {
    const { token } = await newActorToken();
    expect((await redeem(await open(), token)).status).toBe(200);
    const again = await redeem(await open(), token);
    expect([again.status, again.code]).toEqual([400, "actor_token_already_used_code"]);
  });

  test("does not work once it is revoked, and only one that waits can be", async () => {
    const { id, token } = await newActorToken();
    expect((await api.actorTokens.revoke(id)).status).toBe("revoked");
    expect((await redeem(await open(), token)).code).toBe("actor_token_revoked_code");
    const again = refusal(api.actorTokens.revoke(id));
    expect(await again).toEqual([400, "actor_token_cannot_be_revoked_code"]);
    expect(await refusal(api.actorTokens.revoke("act_x"))).toEqual([404, "resource_not_found"]);
  });

  test("does not work when it is too old", async () => {
    const { token } = await newActorToken({ expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    expect((await redeem(await open(), token)).code).toBe("ticket_expired_code");
  });

  test("is not spent by somebody who may not come in", async () => {
    const { token } = await newActorToken();
    await api.users.banUser(alice.id);
    expect((await redeem(await open(), token)).code).toBe("user_banned");
    await api.users.unbanUser(alice.id);
    expect((await redeem(await open(), token)).status).toBe(200);
  });

  test("is refused for nobody, and by nobody", async () => {
    const nobody = api.actorTokens.create({ userId: "user_x", actor: { sub: support.id } });
    expect(await refusal(nobody)).toEqual([404, "resource_not_found"]);
    const actor = { sub: "" };
    const byNobody = api.actorTokens.create({ userId: alice.id, actor });
    expect(await refusal(byNobody)).toEqual([422, "form_param_format_invalid"]);
  });
});

describe("a sign-in token", () => {
  test("does not work once it is revoked", async () => {
    const made = await api.signInTokens.createSignInToken({
      userId: alice.id,
      expiresInSeconds: 60,
    });
    expect((await api.signInTokens.revokeSignInToken(made.id)).status).toBe("revoked");
    expect((await redeem(await open(), made.token)).code).toBe("sign_in_token_revoked_code");
    const again = refusal(api.signInTokens.revokeSignInToken(made.id));
    expect(await again).toEqual([400, "sign_in_token_cannot_be_revoked_code"]);
  });

  test("does not work when it is too old, and makes no actor", async () => {
    const short = await api.signInTokens.createSignInToken({
      userId: alice.id,
      expiresInSeconds: 1,
    });
    const good = await api.signInTokens.createSignInToken({
      userId: alice.id,
      expiresInSeconds: 60,
    });
    const browser = await open();
    await redeem(browser, good.token);
    const [session] = (await browser.client()).sessions;
    expect(session?.actor).toBeNull();
    expect(decodeJwt(session?.last_active_token.jwt ?? "")).not.toHaveProperty("act");
    await new Promise((resolve) => setTimeout(resolve, 1_001));
    expect((await redeem(await open(), short.token)).code).toBe("ticket_expired_code");
  });

  test("that nobody made is invalid", async () => {
    expect((await redeem(await open(), "sit_guessed")).code).toBe("ticket_invalid_code");
  });
});
