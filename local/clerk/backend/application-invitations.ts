import { z } from "zod";
import { MetadataSchema, readBody } from "../body.ts";
import {
  checkInvitable,
  getApplicationInvitation,
  inviteToApplication,
  revokeApplicationInvitation,
} from "../domain/application-invitations.ts";
import { ClerkError } from "../errors.ts";
import type { App } from "../http.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { applicationInvitationJson } from "../serialize/application.ts";
import { gone, pageOrList } from "./respond.ts";

const MOST_AT_ONCE = 10;

const Create = z.object({
  email_address: z.string(),
  redirect_url: z.string().nullish(),
  public_metadata: MetadataSchema.nullish(),
  expires_in_days: z.number().int().min(1).max(365).nullish(),
  notify: z.boolean().nullish(),
  ignore_existing: z.boolean().nullish(),
});

function toNew(body: z.output<typeof Create>) {
  return {
    emailAddress: body.email_address,
    redirectUrl: body.redirect_url ?? null,
    publicMetadata: body.public_metadata ?? {},
    expiresInDays: body.expires_in_days ?? null,
    notify: body.notify ?? true,
    ignoreExisting: body.ignore_existing ?? false,
  };
}

/** Invitations to the application itself. */
export function addApplicationInvitationRoutes(app: App): void {
  app.get("/v1/invitations", (c) => {
    const call = c.get("call");
    const query = c.req.query("query")?.toLowerCase() ?? "";
    const all = call.store.applicationInvitations.filter(
      (one) => one.emailAddress.includes(query) || one.id.toLowerCase() === query,
    );
    const statusOf = (one: (typeof all)[number]) => applicationInvitationJson(call, one).status;
    const sorted = sortBy(c, filterBy(c, ["status"], all, statusOf), {
      created_at: (one) => one.createdAt,
      email_address: (one) => one.emailAddress,
      expires_at: (one) => one.expiresAt,
    });
    return pageOrList(
      c,
      paginate(c, sorted, (one) => applicationInvitationJson(call, one)),
    );
  });

  app.post("/v1/invitations", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Create);
    return c.json(applicationInvitationJson(call, inviteToApplication(call, toNew(body))));
  });

  app.post("/v1/invitations/bulk", async (c) => {
    const call = c.get("call");
    const bodies = (await readBody(c, z.array(Create).min(1).max(MOST_AT_ONCE))).map(toNew);
    // All or none.
    const addresses = bodies.map((one) => checkInvitable(call, one));
    if (new Set(addresses).size < addresses.length) {
      throw new ClerkError(400, "duplicate_record", "An address is there more than once.");
    }
    const made = bodies.map((one) => inviteToApplication(call, one));
    return c.json(made.map((one) => applicationInvitationJson(call, one)));
  });

  app.post("/v1/invitations/:id/revoke", (c) => {
    const call = c.get("call");
    const invitation = getApplicationInvitation(call, c.req.param("id"));
    const revoked = revokeApplicationInvitation(call, invitation);
    return c.json(applicationInvitationJson(call, revoked));
  });

  app.delete("/v1/invitations/:id", (c) => {
    const call = c.get("call");
    const { id } = getApplicationInvitation(call, c.req.param("id"));
    call.store.applicationInvitations.delete(id);
    return gone(c, "invitation", id);
  });
}
