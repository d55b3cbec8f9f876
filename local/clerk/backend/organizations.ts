import { z } from "zod";
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  updateOrganization,
} from "../domain/organizations.ts";
import { mergeMetadata } from "../domain/users.ts";
import type { App } from "../http.ts";
import type { Organization } from "../model/organizations.ts";
import { filterBy, paginate, sortBy } from "../pages.ts";
import { backendOrganizationJson } from "../serialize/organization.ts";
import { metadataFields, readBody } from "../body.ts";

const CreateOrganization = z.object({
  name: z.string(),
  slug: z.string().nullish(),
  created_by: z.string().nullish(),
  max_allowed_memberships: z.number().int().optional(),
  ...metadataFields,
});

const UpdateOrganization = z.object({
  name: z.string().optional(),
  slug: z.string().optional(),
  max_allowed_memberships: z.number().int().optional(),
  ...metadataFields,
});

const Metadata = z.object(metadataFields);

export function addOrganizationRoutes(app: App): void {
  app.get("/v1/organizations", (c) => {
    const call = c.get("call");
    const query = c.req.query("query")?.toLowerCase();
    const found = filterBy(
      c,
      ["organization_id"],
      call.store.organizations.values(),
      (one) => one.id,
    ).filter((one) => !query || `${one.id} ${one.name} ${one.slug}`.toLowerCase().includes(query));
    const sorted = sortBy(c, found, {
      created_at: (one) => one.createdAt,
      name: (one) => one.name,
      members_count: (one) =>
        call.store.memberships.filter((member) => member.organizationId === one.id).length,
    });
    return c.json(paginate(c, sorted, (one) => backendOrganizationJson(call, one)));
  });

  app.post("/v1/organizations", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateOrganization);
    const organization = createOrganization(call, {
      name: body.name,
      slug: body.slug ?? null,
      createdBy: body.created_by ?? null,
      publicMetadata: body.public_metadata ?? {},
      privateMetadata: body.private_metadata ?? {},
      ...(body.max_allowed_memberships
        ? { maxAllowedMemberships: body.max_allowed_memberships }
        : {}),
    });
    return c.json(backendOrganizationJson(call, organization));
  });

  app.get("/v1/organizations/:org", (c) => {
    const call = c.get("call");
    return c.json(backendOrganizationJson(call, getOrganization(call, c.req.param("org"))));
  });

  app.patch("/v1/organizations/:org", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, UpdateOrganization);
    const changes: Partial<Organization> = {};
    if (body.name !== undefined) changes.name = body.name;
    if (body.slug !== undefined) changes.slug = body.slug;
    if (body.max_allowed_memberships) changes.maxAllowedMemberships = body.max_allowed_memberships;
    if (body.public_metadata) changes.publicMetadata = body.public_metadata;
    if (body.private_metadata) changes.privateMetadata = body.private_metadata;
    const organization = getOrganization(call, c.req.param("org"));
    const changed = updateOrganization(call, organization, changes);
    return c.json(backendOrganizationJson(call, changed));
  });

  app.patch("/v1/organizations/:org/metadata", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Metadata);
    const organization = getOrganization(call, c.req.param("org"));
    const changed = updateOrganization(call, organization, {
      publicMetadata: mergeMetadata(organization.publicMetadata, body.public_metadata ?? {}),
      privateMetadata: mergeMetadata(organization.privateMetadata, body.private_metadata ?? {}),
    });
    return c.json(backendOrganizationJson(call, changed));
  });

  app.put("/v1/organizations/:org/metadata", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Metadata);
    const organization = getOrganization(call, c.req.param("org"));
    const changed = updateOrganization(call, organization, {
      publicMetadata: body.public_metadata ?? organization.publicMetadata,
      privateMetadata: body.private_metadata ?? organization.privateMetadata,
    });
    return c.json(backendOrganizationJson(call, changed));
  });

  app.delete("/v1/organizations/:org", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    deleteOrganization(call, organization);
    return c.json({ object: "organization", id: organization.id, deleted: true });
  });
}
