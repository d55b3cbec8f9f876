import type { InstanceRestrictionsJSON, OrganizationSettingsJSON } from "@clerk/backend";
import type { Context } from "hono";
import { z } from "zod";
import { readBody } from "../body.ts";
import { formError } from "../errors.ts";
import type { App, Env } from "../http.ts";
import type { Call } from "../instance.ts";

const MAX_ROLES = 10;
const MAX_PERMISSIONS = 50;

const Restrictions = z.strictObject({
  allowlist: z.boolean().nullish(),
  blocklist: z.boolean().nullish(),
  block_email_subaddresses: z.boolean().nullish(),
  ignore_dots_for_gmail_addresses: z.boolean().nullish(),
});

const OrganizationSettings = z.strictObject({
  max_allowed_memberships: z.number().int().min(1).nullish(),
  domains_enabled: z.boolean().nullish(),
  domains_enrollment_modes: z.array(z.string()).nullish(),
});

/** The instance's settings, as far as they can be changed here. What cannot is refused, and not swallowed. */
export function addInstanceSettingsRoutes(app: App): void {
  app.get("/v1/instance", (c) => {
    const call = c.get("call");
    return c.json({
      object: "instance",
      id: call.keys.instanceId,
      environment_type: "development",
      allowed_origins: call.settings.instance.allowedOrigins,
    });
  });

  app.patch("/v1/instance", async (c) => {
    const body = await readKnown(
      c,
      z.strictObject({ allowed_origins: z.array(z.string()).nullish() }),
    );
    if (body.allowed_origins !== undefined) {
      c.get("call").settings.change({ instance: { allowedOrigins: body.allowed_origins } });
    }
    return c.body(null, 204);
  });

  app.patch("/v1/instance/restrictions", async (c) => {
    const call = c.get("call");
    const body = await readKnown(c, Restrictions);
    const now = call.settings.instance.restrictions;
    const restrictions = {
      allowlist: body.allowlist ?? now.allowlist,
      blocklist: body.blocklist ?? now.blocklist,
      blockEmailSubaddresses: body.block_email_subaddresses ?? now.blockEmailSubaddresses,
      ignoreDotsForGmailAddresses:
        body.ignore_dots_for_gmail_addresses ?? now.ignoreDotsForGmailAddresses,
    };
    call.settings.change({ instance: { restrictions } });
    return c.json(restrictionsJson(call));
  });

  app.get("/v1/instance/organization_settings", (c) =>
    c.json(organizationSettingsJson(c.get("call"))),
  );

  app.patch("/v1/instance/organization_settings", async (c) => {
    const call = c.get("call");
    const body = await readKnown(c, OrganizationSettings);
    const { organizations, domains } = call.settings.instance;
    call.settings.change({
      instance: {
        organizations: {
          maxAllowedMemberships:
            body.max_allowed_memberships ?? organizations.maxAllowedMemberships,
        },
        domains: {
          enabled: body.domains_enabled ?? domains.enabled,
          enrollmentModes: body.domains_enrollment_modes ?? domains.enrollmentModes,
        },
      },
    });
    return c.json(organizationSettingsJson(call));
  });
}

async function readKnown<T extends z.ZodType>(c: Context<Env>, schema: T): Promise<z.output<T>> {
  const body = await readBody(c, z.looseObject({}));
  const parsed = schema.safeParse(body);
  const issue = parsed.error?.issues.find((one) => one.code === "unrecognized_keys");
  const name = issue?.keys[0];
  if (!name) return readBody(c, schema);
  throw formError("form_param_unknown", `${name} cannot be set in the local Clerk.`, name);
}

function restrictionsJson(call: Call): InstanceRestrictionsJSON {
  const { restrictions } = call.settings.instance;
  return {
    object: "instance_restrictions",
    id: call.keys.instanceId,
    allowlist: restrictions.allowlist,
    blocklist: restrictions.blocklist,
    block_email_subaddresses: restrictions.blockEmailSubaddresses,
    block_disposable_email_domains: false,
    ignore_dots_for_gmail_addresses: restrictions.ignoreDotsForGmailAddresses,
  };
}

function organizationSettingsJson(call: Call): OrganizationSettingsJSON {
  const { organizations, domains, creatorRole, defaultRole } = call.settings.instance;
  return {
    object: "organization_settings",
    id: call.keys.instanceId,
    enabled: true,
    max_allowed_memberships: organizations.maxAllowedMemberships,
    max_allowed_roles: MAX_ROLES,
    max_allowed_permissions: MAX_PERMISSIONS,
    creator_role: creatorRole,
    admin_delete_enabled: true,
    domains_enabled: domains.enabled,
    slug_disabled: false,
    domains_enrollment_modes: domains.enrollmentModes,
    domains_default_role: defaultRole,
  };
}
