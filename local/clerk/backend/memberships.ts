import type { Context } from "hono";
import { z } from "zod";
import { addMember, changeMembership, getMembership, removeMember } from "../domain/memberships.ts";
import { getOrganization } from "../domain/organizations.ts";
import { mergeMetadata } from "../domain/users.ts";
import type { App, Env } from "../http.ts";
import type { Membership } from "../model/organizations.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { backendMembershipJson } from "../serialize/organization.ts";
import { primaryEmail } from "../serialize/user.ts";
import { metadataFields, readBody } from "../body.ts";

const AddMember = z.object({ user_id: z.string(), role: z.string(), ...metadataFields });
const ChangeMember = z.object({ role: z.string() });
const Metadata = z.object(metadataFields);

export function addMembershipRoutes(app: App): void {
  app.get("/v1/organization_memberships", (c) => {
    const call = c.get("call");
    const sorted = sortBy(c, call.store.memberships.values(), {
      created_at: (one) => one.createdAt,
    });
    return c.json(paginate(c, sorted, (one) => backendMembershipJson(call, one)));
  });

  app.get("/v1/organizations/:org/memberships", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    const all = call.store.memberships.filter((one) => one.organizationId === organization.id);
    const ofUsers = filterBy(c, ["user_id", "user_id[]"], all, (one) => one.userId);
    const ofRoles = filterBy(c, ["role", "role[]"], ofUsers, (one) => one.role);
    const query = c.req.query("query")?.toLowerCase();
    const found = ofRoles.filter((one) => {
      const user = call.store.users.get(one.userId);
      const email = user && primaryEmail(user)?.emailAddress;
      const text = [user?.firstName, user?.lastName, email].join(" ").toLowerCase();
      return !query || text.includes(query);
    });
    const sorted = sortBy(c, found, { created_at: (one) => one.createdAt });
    return c.json(paginate(c, sorted, (one) => backendMembershipJson(call, one)));
  });

  app.post("/v1/organizations/:org/memberships", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, AddMember);
    const organization = getOrganization(call, c.req.param("org"));
    const membership = addMember(call, organization.id, body.user_id, body.role, {
      publicMetadata: body.public_metadata ?? {},
      privateMetadata: body.private_metadata ?? {},
    });
    return c.json(backendMembershipJson(call, membership));
  });

  app.patch("/v1/organizations/:org/memberships/:user", async (c) => {
    const call = c.get("call");
    const { role } = await readBody(c, ChangeMember);
    const changed = changeMembership(call, membershipOf(c), { role });
    return c.json(backendMembershipJson(call, changed));
  });

  app.patch("/v1/organizations/:org/memberships/:user/metadata", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Metadata);
    const membership = membershipOf(c);
    const changed = changeMembership(call, membership, {
      publicMetadata: mergeMetadata(membership.publicMetadata, body.public_metadata ?? {}),
      privateMetadata: mergeMetadata(membership.privateMetadata, body.private_metadata ?? {}),
    });
    return c.json(backendMembershipJson(call, changed));
  });

  app.delete("/v1/organizations/:org/memberships/:user", (c) => {
    const call = c.get("call");
    const membership = membershipOf(c);
    const json = backendMembershipJson(call, membership);
    removeMember(call, membership);
    return c.json(json);
  });
}

function membershipOf(c: Context<Env, "/:org/:user">): Membership {
  const call = c.get("call");
  const organization = getOrganization(call, c.req.param("org"));
  return getMembership(call, organization.id, c.req.param("user"));
}
