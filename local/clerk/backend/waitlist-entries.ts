import { z } from "zod";
import { readBody } from "../body.ts";
import { inviteToApplication } from "../domain/application-invitations.ts";
import { checkNewEmail } from "../domain/users.ts";
import { ClerkError, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import { sendMail } from "../mailbox.ts";
import type { WaitlistEntry } from "../model/application-invitations.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { waitlistEntryJson } from "../serialize/application.ts";
import { emitWaitlistEntry } from "../webhooks/events.ts";
import { gone } from "./respond.ts";

const MOST_AT_ONCE = 50;
const Create = z.object({ email_address: z.string(), notify: z.boolean().nullish() });

export function addWaitlistRoutes(app: App): void {
  app.get("/v1/waitlist_entries", (c) => {
    const call = c.get("call");
    const query = c.req.query("query")?.toLowerCase() ?? "";
    const all = call.store.waitlistEntries.filter((one) => one.emailAddress.includes(query));
    const sorted = sortBy(
      c,
      filterBy(c, ["status"], all, (one) => one.status),
      {
        created_at: (one) => one.createdAt,
        invited_at: (one) => one.invitedAt ?? 0,
        email_address: (one) => one.emailAddress,
      },
    );
    return c.json(paginate(c, sorted, (one) => waitlistEntryJson(call, one)));
  });

  app.post("/v1/waitlist_entries", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Create);
    return c.json(waitlistEntryJson(call, join(call, body.email_address, body.notify ?? true)));
  });

  app.post("/v1/waitlist_entries/bulk", async (c) => {
    const call = c.get("call");
    const bodies = await readBody(c, z.array(Create).min(1).max(MOST_AT_ONCE));
    // All or none.
    for (const body of bodies) checkNewEmail(call, body.email_address);
    const entries = bodies.map((one) => join(call, one.email_address, one.notify ?? true));
    return c.json(entries.map((one) => waitlistEntryJson(call, one)));
  });

  app.post("/v1/waitlist_entries/:id/invite", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, z.object({ ignore_existing: z.boolean().nullish() }));
    const entry = getEntry(call, c.req.param("id"));
    if (entry.status !== "pending" && !body.ignore_existing) {
      throw new ClerkError(400, "waitlist_entry_not_pending", "The entry is not pending.");
    }
    const invitation = inviteToApplication(call, {
      emailAddress: entry.emailAddress,
      ignoreExisting: body.ignore_existing ?? false,
      slug: "waitlist_invitation",
    });
    const now = call.clock.tick();
    const invited = { ...entry, status: "invited", invitationId: invitation.id } as const;
    return c.json(put(call, { ...invited, invitedAt: now, updatedAt: now }));
  });

  app.post("/v1/waitlist_entries/:id/reject", (c) => {
    const call = c.get("call");
    const entry = getEntry(call, c.req.param("id"));
    if (entry.status !== "pending") {
      throw new ClerkError(400, "waitlist_entry_not_pending", "The entry is not pending.");
    }
    return c.json(put(call, { ...entry, status: "rejected", updatedAt: call.clock.tick() }));
  });

  app.delete("/v1/waitlist_entries/:id", (c) => {
    const call = c.get("call");
    const { id, status } = getEntry(call, c.req.param("id"));
    if (status !== "pending") {
      throw new ClerkError(400, "waitlist_entry_not_pending", "The entry is not pending.");
    }
    call.store.waitlistEntries.delete(id);
    return gone(c, "waitlist_entry", id);
  });
}

/** Whoever waits already keeps their place. */
function join(call: Call, address: string, notify: boolean): WaitlistEntry {
  const emailAddress = checkNewEmail(call, address);
  const known = call.store.waitlistEntries.find((one) => one.emailAddress === emailAddress);
  if (known) return known;
  const now = call.clock.tick();
  const entry = call.store.waitlistEntries.put({
    id: newId("wle"),
    emailAddress,
    status: "pending",
    invitationId: null,
    invitedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  emitWaitlistEntry(call, "waitlistEntry.created", entry);
  const subject = "You are on the waitlist";
  const url = call.config.appUrl;
  if (notify) sendMail(call, { to: emailAddress, slug: "waitlist", subject, url });
  return entry;
}

function put(call: Call, entry: WaitlistEntry) {
  const changed = call.store.waitlistEntries.put(entry);
  emitWaitlistEntry(call, "waitlistEntry.updated", changed);
  return waitlistEntryJson(call, changed);
}

function getEntry(call: Call, id: string): WaitlistEntry {
  const entry = call.store.waitlistEntries.get(id);
  if (!entry) throw notFound(`No waitlist entry was found with id ${id}`);
  return entry;
}
