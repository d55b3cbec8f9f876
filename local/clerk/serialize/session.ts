import type { SessionJSON as BackendSessionJSON } from "@clerk/backend";
import type {
  ClientJSON,
  SessionActivityJSON,
  SessionJSON,
  SessionWithActivitiesJSON,
} from "@clerk/shared/types";
import { activeSessions, factorAges, isActive } from "../domain/sessions.ts";
import { isPendingSession, tasksOf } from "../domain/session-tasks.ts";
import type { Call } from "../instance.ts";
import type { Client, Session } from "../model/sessions.ts";
import { mintSessionToken } from "../tokens.ts";
import { signInJson, signUpJson } from "./attempts.ts";
import { publicUserData, userJson } from "./user.ts";

function sessionFields(call: Call, session: Session) {
  return {
    object: "session" as const,
    id: session.id,
    status: statusOf(call, session),
    last_active_at: session.lastActiveAt,
    last_active_organization_id: session.lastActiveOrganizationId,
    actor: session.actor ?? null,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  } as const;
}

function statusOf(call: Call, session: Session) {
  if (session.status === "active" && !isActive(call, session)) return "expired";
  return isPendingSession(call, session) ? "pending" : session.status;
}

function tasksJson(call: Call, session: Session) {
  const tasks = tasksOf(call, session);
  return tasks.length > 0 ? tasks : null;
}

/** As the browser sees it. It uses the enclosed token at once, so that carries the active organization. */
export async function sessionJson(call: Call, session: Session): Promise<SessionJSON> {
  const user = call.store.users.get(session.userId);
  if (!user) throw new Error(`no user ${session.userId}`);
  return {
    ...sessionFields(call, session),
    factor_verification_age: factorAges(call, session),
    tasks: tasksJson(call, session),
    user: userJson(call, user),
    public_user_data: publicUserData(call, user, user.id),
    last_active_token: { object: "token", id: "", jwt: await mintSessionToken(call, session) },
  };
}

export function backendSessionJson(call: Call, session: Session): BackendSessionJSON {
  const json = {
    ...sessionFields(call, session),
    client_id: session.clientId,
    user_id: session.userId,
    latest_activity: activityJson(session),
    tasks: tasksJson(call, session),
  };
  // The type leaves absent fields out where Clerk sends null.
  return json as unknown as BackendSessionJSON;
}

export function sessionWithActivityJson(call: Call, session: Session): SessionWithActivitiesJSON {
  const json = {
    ...sessionFields(call, session),
    client_id: session.clientId,
    user_id: session.userId,
    tasks: tasksJson(call, session),
    user: null,
    latest_activity: activityJson(session),
  };
  // The type adds the token and the public data of the browser's own sessions, which Clerk does not send here.
  return json as unknown as SessionWithActivitiesJSON;
}

function activityJson(session: Session): SessionActivityJSON {
  const agent = session.userAgent;
  const browser = /(Firefox|Edg|Chrome|Safari)\/(\d+)/.exec(agent);
  const device = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(agent);
  return {
    object: "session_activity",
    id: `sact_${session.id}`,
    browser_name: browser?.[1] ?? "",
    browser_version: browser?.[2] ?? "",
    device_type: device?.[1] ?? "",
    ip_address: session.clientIp,
    city: "",
    country: "",
    is_mobile: /Mobile/.test(agent),
  };
}

/** The whole state of one browser. Every change answers with it: it is how clerk-js learns of new sessions. */
export async function clientJson(call: Call, client: Client): Promise<ClientJSON> {
  const sessions = activeSessions(call, client);
  const signIn = client.signInId ? call.store.signIns.get(client.signInId) : undefined;
  const signUp = client.signUpId ? call.store.signUps.get(client.signUpId) : undefined;
  const last = sessions.find((session) => session.id === client.lastActiveSessionId);
  return {
    object: "client",
    id: client.id,
    sessions: await Promise.all(sessions.map((session) => sessionJson(call, session))),
    sign_in: signIn ? signInJson(call, signIn) : null,
    sign_up: signUp ? signUpJson(call, signUp) : null,
    last_active_session_id: last?.id ?? sessions[0]?.id ?? null,
    last_authentication_strategy: client.lastStrategy,
    cookie_expires_at: null,
    captcha_bypass: false,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}
