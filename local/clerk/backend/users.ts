import { z } from "zod";
import { invitationsFor } from "../domain/invitations.ts";
import { lockUser } from "../domain/lockout.ts";
import { endSessionsOf } from "../domain/sessions.ts";
import {
  checkNewExternalId,
  checkNewEmail,
  createUser,
  deleteUser,
  getUser,
  isVerified,
  mergeMetadata,
  newEmail,
  updateUser,
  verifiedBy,
} from "../domain/users.ts";
import { formError, missingParam } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { filterBy, isWithin, paginate, sortBy } from "../pages.ts";
import { checkPassword, hashPassword } from "../passwords.ts";
import { backendInvitationJson, backendMembershipJson } from "../serialize/organization.ts";
import { backendUserJson, emailAddressJson } from "../serialize/user.ts";
import { MetadataSchema, metadataFields, readBody } from "../body.ts";
import type { Context } from "hono";

const userMetadata = { ...metadataFields, unsafe_metadata: MetadataSchema.nullish() };

/** What an instance without user names and phone numbers does not take, and hashes and secrets made elsewhere. */
const UNKNOWN = [
  "username",
  "phone_number",
  "web3_wallet",
  "primary_phone_number_id",
  "primary_web3_wallet_id",
  "password_digest",
  "password_hasher",
  "totp_secret",
  "backup_codes",
] as const;

const CreateUser = z.object({
  email_address: z.array(z.string()).optional(),
  password: z.string().nullish(),
  skip_password_checks: z.boolean().optional(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  external_id: z.string().nullish(),
  created_at: z.iso.datetime({ offset: true }).nullish(),
  banned: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  ...userMetadata,
});

const UpdateUser = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  password: z.string().optional(),
  skip_password_checks: z.boolean().optional(),
  external_id: z.string().nullish(),
  primary_email_address_id: z.string().optional(),
  created_at: z.iso.datetime({ offset: true }).nullish(),
  sign_out_of_other_sessions: z.boolean().nullish(),
  ...userMetadata,
});

const Metadata = z.object(userMetadata);

export function addUserRoutes(app: App): void {
  app.get("/v1/users", (c) => {
    const call = c.get("call");
    const users = sortBy(c, matchingUsers(c, call), {
      created_at: (user) => user.createdAt,
      updated_at: (user) => user.updatedAt,
      last_sign_in_at: (user) => user.lastSignInAt ?? 0,
      last_active_at: (user) => user.lastActiveAt ?? 0,
      first_name: (user) => user.firstName ?? "",
      last_name: (user) => user.lastName ?? "",
      email_address: (user) => user.emails[0]?.emailAddress ?? "",
    });
    return c.json(paginate(c, users, (user) => backendUserJson(call, user)).data);
  });

  app.get("/v1/users/count", (c) =>
    c.json({ object: "total_count", total_count: matchingUsers(c, c.get("call")).length }),
  );

  app.post("/v1/users", async (c) => {
    const call = c.get("call");
    await refuseUnknown(c);
    const body = await readBody(c, CreateUser);
    if (body.external_id) checkNewExternalId(call, body.external_id);
    if (!body.email_address?.length) throw missingParam("email_address");
    if (body.password && !body.skip_password_checks) checkPassword(body.password);
    const user = createUser(call, {
      emailAddresses: body.email_address,
      passwordHash: body.password ? await hashPassword(body.password) : null,
      firstName: body.first_name ?? null,
      lastName: body.last_name ?? null,
      externalId: body.external_id ?? null,
      publicMetadata: body.public_metadata ?? {},
      privateMetadata: body.private_metadata ?? {},
      unsafeMetadata: body.unsafe_metadata ?? {},
      ...(body.created_at ? { createdAt: Date.parse(body.created_at) } : {}),
      banned: body.banned ?? false,
    });
    return c.json(backendUserJson(call, body.locked ? lockUser(call, user) : user));
  });

  app.get("/v1/users/:id", (c) => {
    const call = c.get("call");
    return c.json(backendUserJson(call, getUser(call, c.req.param("id"))));
  });

  app.patch("/v1/users/:id", async (c) => {
    const call = c.get("call");
    await refuseUnknown(c);
    const body = await readBody(c, UpdateUser);
    const id = getUser(call, c.req.param("id")).id;
    const changes: Partial<User> = {};
    if (body.external_id) checkNewExternalId(call, body.external_id, id);
    if (body.created_at) changes.createdAt = Date.parse(body.created_at);
    if (body.first_name !== undefined) changes.firstName = body.first_name || null;
    if (body.last_name !== undefined) changes.lastName = body.last_name || null;
    if (body.external_id !== undefined) changes.externalId = body.external_id;
    if (body.primary_email_address_id) {
      changes.primaryEmailId = checkPrimary(getUser(call, id), body.primary_email_address_id);
    }
    if (body.public_metadata) changes.publicMetadata = body.public_metadata;
    if (body.private_metadata) changes.privateMetadata = body.private_metadata;
    if (body.unsafe_metadata) changes.unsafeMetadata = body.unsafe_metadata;
    if (body.password) {
      if (!body.skip_password_checks) checkPassword(body.password);
      changes.passwordHash = await hashPassword(body.password);
      changes.passwordUpdatedAt = call.clock.now();
      changes.passwordCompromised = false;
    }
    const changed = updateUser(call, getUser(call, id), changes);
    if (body.sign_out_of_other_sessions) endSessionsOf(call, id, "revoked");
    return c.json(backendUserJson(call, changed));
  });

  app.delete("/v1/users/:id", (c) => {
    const call = c.get("call");
    const user = getUser(call, c.req.param("id"));
    deleteUser(call, user);
    return c.json({ id: user.id, object: "user", deleted: true });
  });

  app.patch("/v1/users/:id/metadata", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Metadata);
    const user = getUser(call, c.req.param("id"));
    const changed = updateUser(call, user, {
      publicMetadata: mergeMetadata(user.publicMetadata, body.public_metadata ?? {}),
      privateMetadata: mergeMetadata(user.privateMetadata, body.private_metadata ?? {}),
      unsafeMetadata: mergeMetadata(user.unsafeMetadata, body.unsafe_metadata ?? {}),
    });
    return c.json(backendUserJson(call, changed));
  });

  app.put("/v1/users/:id/metadata", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Metadata);
    const user = getUser(call, c.req.param("id"));
    const changed = updateUser(call, user, {
      publicMetadata: body.public_metadata ?? user.publicMetadata,
      privateMetadata: body.private_metadata ?? user.privateMetadata,
      unsafeMetadata: body.unsafe_metadata ?? user.unsafeMetadata,
    });
    return c.json(backendUserJson(call, changed));
  });

  app.get("/v1/users/:id/organization_invitations", (c) => {
    const call = c.get("call");
    const user = getUser(call, c.req.param("id"));
    const invitations = filterBy(c, ["status"], invitationsFor(call, user), (one) => one.status);
    return c.json(paginate(c, invitations.reverse(), (one) => backendInvitationJson(call, one)));
  });

  app.put("/v1/users/:id/email_address", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, z.object({ email_address: z.string() }));
    const user = getUser(call, c.req.param("id"));
    const emailAddress = checkNewEmail(call, body.email_address);
    const email = newEmail(call, emailAddress, verifiedBy("admin", call.clock.now()));
    const changes = { emails: [email], primaryEmailId: email.id };
    updateUser(call, user, changes);
    return c.json(emailAddressJson(call, email));
  });

  app.get("/v1/users/:id/organization_memberships", (c) => {
    const call = c.get("call");
    const user = getUser(call, c.req.param("id"));
    const memberships = call.store.memberships.filter((one) => one.userId === user.id);
    return c.json(paginate(c, memberships, (one) => backendMembershipJson(call, one)));
  });
}

/** @throws the error that Clerk has for a parameter that the instance's settings do not provide for */
async function refuseUnknown(c: Context): Promise<void> {
  const body = await readBody(c, z.looseObject({}));
  const unknown = UNKNOWN.find((name) => body[name] !== undefined && body[name] !== null);
  if (!unknown) return;
  const message = `${unknown} is not a valid parameter for this request.`;
  throw formError("form_param_unknown", message, unknown);
}

/** @throws unless it is a verified address of the user */
function checkPrimary(user: User, emailId: string): string {
  const email = user.emails.find((one) => one.id === emailId);
  if (email && isVerified(email)) return emailId;
  const message = "It has to be a verified e-mail address of the user.";
  throw formError("form_param_value_invalid", message, "primary_email_address_id");
}

function matchingUsers(c: Context, call: Call): User[] {
  const query = c.req.query("query")?.toLowerCase();
  const byId = filterBy(c, ["user_id", "user_id[]"], call.store.users.values(), (user) => user.id);
  const found = filterBy(c, ["external_id"], byId, (user) => user.externalId ?? "");
  const organizations = c.req.queries("organization_id") ?? [];
  const addresses = (c.req.queries("email_address") ?? []).map((one) => one.toLowerCase());
  // Nobody has any of these here, so nobody is found by them.
  if (["username", "phone_number", "web3_wallet"].some((name) => c.req.query(name))) return [];
  const members = new Set(
    call.store.memberships
      .filter((one) => organizations.includes(one.organizationId))
      .map((one) => one.userId),
  );
  return found.filter((user) => {
    const emails = user.emails.map((email) => email.emailAddress);
    if (addresses.length > 0 && !emails.some((one) => addresses.includes(one))) return false;
    if (organizations.length > 0 && !members.has(user.id)) return false;
    if (!isWithin(c, "created_at", user.createdAt)) return false;
    if (!isWithin(c, "last_active_at", user.lastActiveAt)) return false;
    if (!isWithin(c, "last_sign_in_at", user.lastSignInAt)) return false;
    if (!query) return true;
    const text = [user.id, user.firstName, user.lastName, user.externalId, ...emails].join(" ");
    return text.toLowerCase().includes(query);
  });
}
