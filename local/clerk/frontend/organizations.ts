import {
  createOrganization,
  deleteOrganization,
  updateOrganization,
} from "../domain/organizations.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import type { Organization } from "../model/organizations.ts";
import { organizationJson, rolesJson } from "../serialize/organization.ts";
import { requireMember } from "./access.ts";
import { answer, answerOnly, requireSession } from "./respond.ts";

export function addOrganizationRoutes(app: App): void {
  app.post("/v1/organizations", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, user } = requireSession(c);
    const organization = createOrganization(call, {
      name: form.required("name"),
      slug: form.get("slug"),
      createdBy: user.id,
    });
    return answer(c, organizationJson(call, organization), client);
  });

  app.get("/v1/organizations/:org", (c) => {
    const { client, organization } = requireMember(c);
    return answer(c, organizationJson(c.get("call"), organization), client);
  });

  app.patch("/v1/organizations/:org", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization } = requireMember(c, "org:sys_profile:manage");
    const changes: Partial<Organization> = {};
    const name = form.optional("name");
    const slug = form.get("slug");
    if (name !== undefined) changes.name = name ?? "";
    if (slug) changes.slug = slug;
    const changed = updateOrganization(call, organization, changes);
    return answer(c, organizationJson(call, changed), client);
  });

  app.delete("/v1/organizations/:org", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, "org:sys_profile:delete");
    deleteOrganization(call, organization);
    return answer(c, { object: "organization", id: organization.id, deleted: true }, client);
  });

  app.get("/v1/organizations/:org/roles", (c) => {
    requireMember(c);
    const roles = rolesJson(c.get("call"));
    const page = { data: roles, total_count: roles.length, has_role_set_migration: false };
    return answerOnly(c, page);
  });
}
