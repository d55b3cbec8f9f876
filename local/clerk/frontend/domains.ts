import type { Context } from "hono";
import {
  attemptAffiliation,
  changeDomain,
  checkVerified,
  createDomain,
  deleteDomain,
  domainsOf,
  getDomain,
  prepareAffiliation,
} from "../domain/domains.ts";
import { readForm } from "../forms.ts";
import type { App, Env } from "../http.ts";
import { filterBy, paginate } from "../pages.ts";
import { domainJson } from "../serialize/domains.ts";
import { requireMember } from "./access.ts";
import { answer, answerOnly } from "./respond.ts";

const READ = "org:sys_domains:read";
const MANAGE = "org:sys_domains:manage";

/** The verified domains of an organization, in its profile. */
export function addDomainRoutes(app: App): void {
  app.get("/v1/organizations/:org/domains", (c) => {
    const call = c.get("call");
    const { organization } = requireMember(c, READ);
    const all = domainsOf(call, organization.id);
    const ofMode = filterBy(c, ["enrollment_mode"], all, (one) => one.enrollmentMode);
    const domains = filterBy(c, ["verified"], ofMode, (one) => String(one.verifiedAt !== null));
    return answerOnly(
      c,
      paginate(c, domains, (one) => domainJson(call, one)),
    );
  });

  app.post("/v1/organizations/:org/domains", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, organization } = requireMember(c, MANAGE);
    const domain = createDomain(call, organization, {
      name: form.required("name"),
      enrollmentMode: form.get("enrollment_mode"),
    });
    return answer(c, domainJson(call, domain), client);
  });

  app.get("/v1/organizations/:org/domains/:id", (c) => {
    const call = c.get("call");
    const { client, domain } = requireDomain(c, READ);
    return answer(c, domainJson(call, domain), client);
  });

  app.post("/v1/organizations/:org/domains/:id/prepare_affiliation_verification", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, domain } = requireDomain(c, MANAGE);
    const emailAddress = form.required("affiliation_email_address");
    return answer(c, domainJson(call, prepareAffiliation(call, domain, emailAddress)), client);
  });

  app.post("/v1/organizations/:org/domains/:id/attempt_affiliation_verification", async (c) => {
    const call = c.get("call");
    const code = (await readForm(c)).get("code");
    const { client, domain } = requireDomain(c, MANAGE);
    return answer(c, domainJson(call, attemptAffiliation(call, domain, code)), client);
  });

  app.post("/v1/organizations/:org/domains/:id/update_enrollment_mode", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const { client, domain } = requireDomain(c, MANAGE);
    checkVerified(domain);
    const changed = changeDomain(call, domain, {
      enrollmentMode: form.required("enrollment_mode"),
      deletePending: form.flag("delete_pending"),
    });
    return answer(c, domainJson(call, changed), client);
  });

  app.delete("/v1/organizations/:org/domains/:id", (c) => {
    const call = c.get("call");
    const { client, domain } = requireDomain(c, MANAGE);
    deleteDomain(call, domain);
    return answer(c, { object: "organization_domain", id: domain.id, deleted: true }, client);
  });
}

function requireDomain(c: Context<Env, "/:org/:id">, permission: string) {
  const { client, organization } = requireMember(c, permission);
  return { client, domain: getDomain(c.get("call"), organization.id, c.req.param("id")) };
}
