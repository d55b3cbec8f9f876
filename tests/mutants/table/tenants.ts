import { mutantsOf } from "../mutant.ts";

/** What stands between a deleted tenant's data and their end, and between one tenant's rows and another. */
export const tenantMutants = mutantsOf(
  "prisma/migrations/20261123000700_tenants/migration.sql",
  ["tests/integration/sync/tenant.test.ts"],
  [
    {
      id: "tenant/tables",
      guard: "every table of a tenant is erased and moved",
      find: `ARRAY['Task', 'Project']`,
      replace: `ARRAY['Task']`,
    },
    {
      id: "tenant/table-order",
      guard: "what refers to another table is erased before it",
      find: `ARRAY['Task', 'Project']`,
      replace: `ARRAY['Project', 'Task']`,
    },
    {
      id: "tenant/day",
      guard: "the job's role cannot do without a hold-back",
      find: `hold_back_days IS NULL OR hold_back_days < 1 OR `,
      replace: "",
    },
    {
      id: "tenant/deleted",
      guard: "only a deleted organization's data are erased",
      find: `  IF held.deleted IS DISTINCT FROM true THEN
    RAISE EXCEPTION 'the organization was not deleted'`,
      replace: `  IF false THEN
    RAISE EXCEPTION 'the organization was not deleted'`,
    },
    {
      id: "tenant/hold-back",
      guard: "nothing is erased during the hold-back",
      find: `IF (held."deletedAt" <= now() - make_interval(days => hold_back_days)) IS DISTINCT FROM true THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "tenant/one-tenant",
      guard: "only that organization's rows are erased",
      find: `WHERE "organizationId" = $1 LIMIT $2`,
      replace: `LIMIT $2`,
    },
    {
      id: "tenant/waits",
      guard: "of two jobs at one organization the second waits",
      find: `WHERE o."id" = organization FOR NO KEY UPDATE;`,
      replace: `WHERE o."id" = organization;`,
    },
    {
      id: "tenant/restore-deleted",
      guard: "only a deleted organization's data are moved",
      find: `  IF held.deleted IS DISTINCT FROM true THEN
    RAISE EXCEPTION '% was not deleted'`,
      replace: `  IF false THEN
    RAISE EXCEPTION '% was not deleted'`,
    },
    {
      id: "tenant/restore-late",
      guard: "after the hold-back nothing is restored",
      find: `IF (held."deletedAt" > now() - make_interval(days => hold_back_days)) IS DISTINCT FROM true THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "tenant/restore-into",
      guard: "data are moved into an organization that is there",
      find: `WHERE o."id" = target AND NOT o."deleted"`,
      replace: `WHERE o."id" = target`,
    },
    {
      id: "tenant/assignee",
      guard: "whoever is no member there is no assignee there",
      find: `a.attname <> 'organizationId'`,
      replace: `false`,
    },
    {
      id: "tenant/restore-owner",
      guard: "no role of the application moves rows between tenants",
      find: `  "app"."restore_tenant"(text, text, integer) FROM PUBLIC;`,
      replace: `  "app"."tenant_tables"() FROM PUBLIC;`,
    },
  ],
);
