import type { Context } from "hono";
import { COOKIE_SUFFIX } from "../config.ts";
import { findMembership } from "../domain/memberships.ts";
import { findOrganization } from "../domain/organizations.ts";
import { activeSessions, createClient, touchSession } from "../domain/sessions.ts";
import { invalidParam } from "../errors.ts";
import { type App, type Env, originOfUrl } from "../http.ts";
import type { Call } from "../instance.ts";
import type { Client, Session } from "../model/sessions.ts";
import { mintHandshakeToken, mintSessionToken } from "../tokens.ts";
import { keepHandshake } from "./nonces.ts";
import { findClient } from "./respond.ts";

const YEAR_SECONDS = 31_536_000;

/**
 * The middleware sends a browser here when it cannot tell who that is: no dev browser yet, a token that has expired,
 * another organization wanted. The answer sends it back with the cookies that settle it.
 */
export function addHandshakeRoute(app: App): void {
  app.get("/v1/client/handshake", async (c) => {
    const target = c.req.query("redirect_url") ?? "";
    if (!/^https?:\/\//.test(target) || !URL.canParse(target)) throw invalidParam("redirect_url");
    const redirect = new URL(target);
    const call: Call = { ...c.get("call"), origin: originOfUrl(target) };
    const client = findClient(c) ?? createClient(call);
    const session = activateOrganization(c, call, currentSession(call, client));
    const directives = await cookieDirectives(call, client, session);
    if (c.req.query("format") === "nonce") {
      redirect.searchParams.set("__clerk_handshake_nonce", keepHandshake(call, directives));
    } else {
      redirect.searchParams.set("__clerk_handshake", await mintHandshakeToken(call, directives));
    }
    return c.redirect(redirect.toString(), 307);
  });
}

function currentSession(call: Call, client: Client): Session | null {
  const sessions = activeSessions(call, client);
  return sessions.find((one) => one.id === client.lastActiveSessionId) ?? sessions[0] ?? null;
}

/**
 * `organization_id` comes from the middleware's organizationSyncOptions: an id or a slug to make active, or empty for
 * none. One that the person is not a member of changes nothing, and the application refuses the page itself.
 */
function activateOrganization(
  c: Context<Env>,
  call: Call,
  session: Session | null,
): Session | null {
  const wanted = c.req.query("organization_id");
  if (!session || wanted === undefined) return session;
  if (wanted === "") return touchSession(call, session, null);
  const organization = findOrganization(call, wanted);
  if (!organization || !findMembership(call, organization.id, session.userId)) return session;
  return touchSession(call, session, organization.id);
}

/** Each cookie with and without the instance's suffix. clerk-js must be able to replace them, so none is HttpOnly. */
async function cookieDirectives(
  call: Call,
  client: Client,
  session: Session | null,
): Promise<string[]> {
  const lasting = `Path=/; Max-Age=${YEAR_SECONDS}`;
  // A token must not be older than `__client_uat`, or the middleware starts over; it is minted after that was set.
  const updatedAt = session ? Math.floor(client.updatedAt / 1000) : 0;
  const token = session ? await mintSessionToken(call, session) : null;
  return ["", `_${COOKIE_SUFFIX}`].flatMap((suffix) => [
    `__clerk_db_jwt${suffix}=${client.devBrowserToken}; ${lasting}; SameSite=Lax`,
    `__client_uat${suffix}=${updatedAt}; ${lasting}; SameSite=Strict`,
    token
      ? `__session${suffix}=${token}; ${lasting}; SameSite=Lax`
      : `__session${suffix}=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax`,
  ]);
}
