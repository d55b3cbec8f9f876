import { z } from "zod";
import {
  banUser,
  createUser,
  deleteUser,
  getUser,
  mergeMetadata,
  updateUser,
} from "../domain/users.ts";
import { missingParam } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { User } from "../model/users.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { checkPassword, hashPassword, verifyPassword } from "../passwords.ts";
import { backendMembershipJson } from "../serialize/organization.ts";
import { backendUserJson } from "../serialize/user.ts";
import { MetadataSchema, metadataFields, readBody } from "../body.ts";
import type { Context } from "hono";

const userMetadata = { ...metadataFields, unsafe_metadata: MetadataSchema.nullish() };

const CreateUser = z.object({
  email_address: z.array(z.string()).optional(),
  password: z.string().nullish(),
  skip_password_checks: z.boolean().optional(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  external_id: z.string().nullish(),
  ...userMetadata,
});

const UpdateUser = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  password: z.string().optional(),
  skip_password_checks: z.boolean().optional(),
  external_id: z.string().nullish(),
  primary_email_address_id: z.string().optional(),
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
    const body = await readBody(c, CreateUser);
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
    });
    return c.json(backendUserJson(call, user));
  });

  app.get("/v1/users/:id", (c) => {
    const call = c.get("call");
    return c.json(backendUserJson(call, getUser(call, c.req.param("id"))));
  });

  app.patch("/v1/users/:id", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, UpdateUser);
    const changes: Partial<User> = {};
    if (body.first_name !== undefined) changes.firstName = body.first_name || null;
    if (body.last_name !== undefined) changes.lastName = body.last_name || null;
    if (body.external_id !== undefined) changes.externalId = body.external_id;
    if (body.primary_email_address_id) changes.primaryEmailId = body.primary_email_address_id;
    if (body.public_metadata) changes.publicMetadata = body.public_metadata;
    if (body.private_metadata) changes.privateMetadata = body.private_metadata;
    if (body.unsafe_metadata) changes.unsafeMetadata = body.unsafe_metadata;
    if (body.password) {
      if (!body.skip_password_checks) checkPassword(body.password);
      changes.passwordHash = await hashPassword(body.password);
      changes.passwordUpdatedAt = call.clock.now();
    }
    const user = getUser(call, c.req.param("id"));
    return c.json(backendUserJson(call, updateUser(call, user, changes)));
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

  app.post("/v1/users/:id/ban", (c) => {
    const call = c.get("call");
    return c.json(backendUserJson(call, banUser(call, getUser(call, c.req.param("id")))));
  });

  app.post("/v1/users/:id/unban", (c) => {
    const call = c.get("call");
    const user = getUser(call, c.req.param("id"));
    return c.json(backendUserJson(call, updateUser(call, user, { banned: false })));
  });

  app.post("/v1/users/:id/verify_password", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, z.object({ password: z.string() }));
    const user = getUser(call, c.req.param("id"));
    const verified = await verifyPassword(body.password, user.passwordHash);
    return c.json({ verified });
  });

  app.get("/v1/users/:id/organization_memberships", (c) => {
    const call = c.get("call");
    const user = getUser(call, c.req.param("id"));
    const memberships = call.store.memberships.filter((one) => one.userId === user.id);
    return c.json(paginate(c, memberships, (one) => backendMembershipJson(call, one)));
  });
}

function matchingUsers(c: Context, call: Call): User[] {
  const query = c.req.query("query")?.toLowerCase();
  const byId = filterBy(c, ["user_id", "user_id[]"], call.store.users.values(), (user) => user.id);
  const byExternalId = filterBy(c, ["external_id"], byId, (user) => user.externalId ?? "");
  const organizations = c.req.queries("organization_id") ?? [];
  const addresses = (c.req.queries("email_address") ?? []).map((one) => one.toLowerCase());
  return byExternalId.filter((user) => {
    const emails = user.emails.map((email) => email.emailAddress);
    if (addresses.length > 0 && !emails.some((one) => addresses.includes(one))) return false;
    const isMember = call.store.memberships.find(
      (one) => one.userId === user.id && organizations.includes(one.organizationId),
    );
    if (organizations.length > 0 && !isMember) return false;
    if (!query) return true;
    const text = [user.id, user.firstName, user.lastName, ...emails].join(" ").toLowerCase();
    return text.includes(query);
  });
}
