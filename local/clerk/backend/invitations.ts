import { z } from "zod";
import {
  getInvitation,
  invite,
  revokeInvitation,
  invitationStatus,
  inviteAll,
} from "../domain/invitations.ts";
import { getOrganization } from "../domain/organizations.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { defaultRole } from "../roles.ts";
import { backendInvitationJson } from "../serialize/organization.ts";
import { metadataFields, readBody } from "../body.ts";

const CreateInvitation = z.object({
  email_address: z.string(),
  role: z.string().optional(),
  inviter_user_id: z.string().nullish(),
  redirect_url: z.string().nullish(),
  ...metadataFields,
});

type CreateInvitation = z.output<typeof CreateInvitation>;

function toNewInvitation(call: Call, body: CreateInvitation) {
  return {
    emailAddress: body.email_address,
    role: body.role ?? defaultRole(call),
    inviterUserId: body.inviter_user_id ?? null,
    redirectUrl: body.redirect_url ?? null,
    publicMetadata: body.public_metadata ?? {},
    privateMetadata: body.private_metadata ?? {},
  };
}

export function addInvitationRoutes(app: App): void {
  app.get("/v1/organizations/:org/invitations", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    const all = call.store.invitations.filter((one) => one.organizationId === organization.id);
    const found = filterBy(c, ["status", "status[]"], all, (one) => invitationStatus(call, one));
    const sorted = sortBy(c, found, { created_at: (one) => one.createdAt });
    return c.json(paginate(c, sorted, (one) => backendInvitationJson(call, one)));
  });

  app.post("/v1/organizations/:org/invitations", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateInvitation);
    const organization = getOrganization(call, c.req.param("org"));
    const invitation = invite(call, organization, toNewInvitation(call, body));
    return c.json(backendInvitationJson(call, invitation));
  });

  app.post("/v1/organizations/:org/invitations/bulk", async (c) => {
    const call = c.get("call");
    const bodies = await readBody(c, z.array(CreateInvitation));
    const organization = getOrganization(call, c.req.param("org"));
    const wanted = bodies.map((body) => toNewInvitation(call, body));
    const invitations = inviteAll(call, organization, wanted);
    return c.json({
      data: invitations.map((one) => backendInvitationJson(call, one)),
      total_count: invitations.length,
    });
  });

  app.get("/v1/organizations/:org/invitations/:id", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    const invitation = getInvitation(call, organization.id, c.req.param("id"));
    return c.json(backendInvitationJson(call, invitation));
  });

  app.post("/v1/organizations/:org/invitations/:id/revoke", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    const invitation = getInvitation(call, organization.id, c.req.param("id"));
    return c.json(backendInvitationJson(call, revokeInvitation(call, invitation)));
  });
}
