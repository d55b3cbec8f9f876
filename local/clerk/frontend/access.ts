import type { Context } from "hono";
import { findMembership } from "../domain/memberships.ts";
import { findOrganization } from "../domain/organizations.ts";
import { forbidden } from "../errors.ts";
import type { Env } from "../http.ts";
import type { Membership, Organization } from "../model/organizations.ts";
import type { Client } from "../model/sessions.ts";
import type { User } from "../model/users.ts";
import { permissionsOf } from "../roles.ts";
import { requireSession } from "./respond.ts";

export interface Membering {
  client: Client;
  user: User;
  organization: Organization;
  membership: Membership;
}

/** The organization in the path, for somebody who is a member of it and has the system permission. */
export function requireMember(c: Context<Env, "/:org">, permission?: string): Membering {
  const call = c.get("call");
  const { client, user } = requireSession(c);
  const organization = findOrganization(call, c.req.param("org"));
  const membership = organization && findMembership(call, organization.id, user.id);
  if (!organization || !membership) {
    const message = "The organization was not found, or you are not a member of it.";
    throw forbidden("organization_not_found_or_unauthorized", message);
  }
  if (permission && !permissionsOf(c.get("call"), membership.role).includes(permission)) {
    const message = "You do not have the permission for this in the organization.";
    throw forbidden("missing_required_permission", message);
  }
  return { client, user, organization, membership };
}
