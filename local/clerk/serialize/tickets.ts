import type { Call } from "../instance.ts";
import type { ActorToken, SignInToken } from "../model/tickets.ts";
import { ticketUrl } from "./organization.ts";

export function signInTokenJson(view: Pick<Call, "config">, ticket: SignInToken) {
  return { object: "sign_in_token", ...ticketFields(view, ticket) };
}

export function actorTokenJson(view: Pick<Call, "config">, ticket: ActorToken) {
  return { object: "actor_token", ...ticketFields(view, ticket), actor: ticket.actor };
}

function ticketFields(view: Pick<Call, "config">, ticket: SignInToken) {
  return {
    id: ticket.id,
    user_id: ticket.userId,
    token: ticket.token,
    status: ticket.status,
    url: ticketUrl(view, ticket.token),
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
  };
}
