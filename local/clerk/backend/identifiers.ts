import type { Context } from "hono";
import { z } from "zod";
import { readBody } from "../body.ts";
import { inviteToApplication } from "../domain/application-invitations.ts";
import { normalizeEmail } from "../domain/users.ts";
import { ClerkError, invalidParam, notFound } from "../errors.ts";
import type { App, Env } from "../http.ts";
import { newId } from "../ids.ts";
import type { Identifier } from "../model/identifiers.ts";
import { paginate, sortBy } from "../pages.ts";
import { identifierJson } from "../serialize/application.ts";
import { gone, pageOrList } from "./respond.ts";

const Create = z.object({ identifier: z.string(), notify: z.boolean().nullish() });
const EMAIL = /^([^\s@*]+|\*)@[^\s@*]+\.[^\s@*]+$/;

/** Who may sign up and who may not, while the instance's restrictions ask for it. */
export function addIdentifierRoutes(app: App): void {
  addListRoutes(app, "allowlist", "alid");
  addListRoutes(app, "blocklist", "blid");
}

function addListRoutes(app: App, list: Identifier["list"], prefix: "alid" | "blid"): void {
  const path = `/v1/${list}_identifiers`;

  app.get(path, (c) => {
    const call = c.get("call");
    const all = call.store.identifiers.filter((one) => one.list === list);
    const sorted = sortBy(c, all, { created_at: (one) => one.createdAt });
    const page = paginate(c, sorted, (one) => identifierJson(call, one));
    // Only the older of the two was once a bare list.
    return list === "allowlist" ? pageOrList(c, page) : c.json(page);
  });

  app.post(path, async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Create);
    const identifier = normalizeEmail(body.identifier);
    if (!EMAIL.test(identifier)) {
      throw invalidParam("identifier", "must be an e-mail address, or *@ and a domain");
    }
    const known = call.store.identifiers.find(
      (one) => one.list === list && one.identifier === identifier,
    );
    if (known) throw new ClerkError(400, "duplicate_record", `${identifier} is there already.`);
    // A whole domain cannot be written to.
    const invited = list === "allowlist" && body.notify && !identifier.startsWith("*");
    const invitation = invited ? inviteToApplication(call, { emailAddress: identifier }) : null;
    const now = call.clock.tick();
    const created = call.store.identifiers.put({
      id: newId(prefix),
      list,
      identifier,
      invitationId: invitation?.id ?? null,
      createdAt: now,
      updatedAt: now,
    });
    return c.json(identifierJson(call, created));
  });

  app.delete(`${path}/:id`, (c: Context<Env, "/:id">) => {
    const call = c.get("call");
    const identifier = call.store.identifiers.get(c.req.param("id"));
    if (identifier?.list !== list) throw notFound(`No such entry of the ${list}.`);
    call.store.identifiers.delete(identifier.id);
    return gone(c, `${list}_identifier`, identifier.id);
  });
}
