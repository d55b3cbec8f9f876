import type { Context } from "hono";
import { z } from "zod";
import { readBody } from "../body.ts";
import {
  changeDomain,
  createDomain,
  deleteDomain,
  domainsOf,
  getDomain,
} from "../domain/domains.ts";
import { getOrganization, updateOrganization } from "../domain/organizations.ts";
import type { App, Env } from "../http.ts";
import { dropImagesOf, readImage, storeImage } from "../images.ts";
import type { OrganizationDomain } from "../model/domains.ts";
import { paginate, sortBy } from "../pages.ts";
import { domainJson } from "../serialize/domains.ts";
import { backendOrganizationJson } from "../serialize/organization.ts";
import { gone } from "./respond.ts";

const Create = z.object({
  name: z.string(),
  enrollment_mode: z.string().nullish(),
  verified: z.boolean().nullish(),
});
const Update = z.object({
  enrollment_mode: z.string().nullish(),
  verified: z.boolean().nullish(),
});

/** An organization's verified domains and its logo. */
export function addOrganizationDomainRoutes(app: App): void {
  app.get("/v1/organizations/:org/domains", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    const sorted = sortBy(c, domainsOf(call, organization.id), {
      created_at: (one) => one.createdAt,
    });
    return c.json(paginate(c, sorted, (one) => domainJson(call, one)));
  });

  app.post("/v1/organizations/:org/domains", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Create);
    const organization = getOrganization(call, c.req.param("org"));
    const domain = createDomain(call, organization, {
      name: body.name,
      enrollmentMode: body.enrollment_mode ?? null,
      verified: body.verified ?? false,
    });
    return c.json(domainJson(call, domain));
  });

  app.patch("/v1/organizations/:org/domains/:domain", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, Update);
    const changed = changeDomain(call, domainOf(c), {
      enrollmentMode: body.enrollment_mode ?? null,
      ...(body.verified == null ? {} : { verified: body.verified }),
    });
    return c.json(domainJson(call, changed));
  });

  app.delete("/v1/organizations/:org/domains/:domain", (c) => {
    const domain = domainOf(c);
    deleteDomain(c.get("call"), domain);
    return gone(c, "organization_domain", domain.id);
  });

  app.put("/v1/organizations/:org/logo", async (c) => {
    const call = c.get("call");
    getOrganization(call, c.req.param("org"));
    const bytes = await readImage(c);
    const organization = getOrganization(call, c.req.param("org"));
    const image = storeImage(call, organization.id, bytes);
    const changed = updateOrganization(call, organization, { imageId: image.id });
    return c.json(backendOrganizationJson(call, changed));
  });

  app.delete("/v1/organizations/:org/logo", (c) => {
    const call = c.get("call");
    const organization = getOrganization(call, c.req.param("org"));
    dropImagesOf(call, organization.id);
    const changed = updateOrganization(call, organization, { imageId: null });
    return c.json(backendOrganizationJson(call, changed));
  });
}

function domainOf(c: Context<Env, "/:org/:domain">): OrganizationDomain {
  const call = c.get("call");
  const organization = getOrganization(call, c.req.param("org"));
  return getDomain(call, organization.id, c.req.param("domain"));
}
