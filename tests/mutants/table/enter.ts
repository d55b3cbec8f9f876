import { mutantsOf } from "../mutant.ts";

const enter = "tests/integration/db/enter.test.ts";
const raw = "tests/integration/db/entry.test.ts";
const inlined = "prisma/migrations/20261123001300_inlined_claims/migration.sql";
const clerk = "tests/integration/db/clerk-permissions.test.ts";

const entry = mutantsOf(
  "prisma/migrations/20261123000800_roles_enter/migration.sql",
  [enter],
  [
    {
      id: "enter/gate",
      guard: "a gate is one of ours",
      find: `gate NOT IN ('public', 'user', 'org', 'admin', 'sync') OR gate IS NULL`,
      replace: `gate IS NULL`,
      killers: [raw],
    },
    {
      id: "enter/no-gate",
      guard: "nobody enters without a gate",
      find: `gate NOT IN ('public', 'user', 'org', 'admin', 'sync') OR gate IS NULL`,
      replace: `gate NOT IN ('public', 'user', 'org', 'admin', 'sync')`,
      killers: [raw],
    },
    {
      id: "enter/user",
      guard: "a person's gate needs the person",
      find: `caller IS NULL OR issued IS NULL`,
      replace: `issued IS NULL`,
      killers: [raw],
    },
    {
      id: "enter/issued",
      guard: "a person's gate needs to know when the token was issued",
      find: `caller IS NULL OR issued IS NULL`,
      replace: `caller IS NULL`,
      killers: [raw],
    },
    {
      id: "enter/user-deleted",
      guard: "a deleted user is refused",
      find: `IF person.deleted THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/user-banned",
      guard: "a banned user is refused",
      find: `IF person.banned AND issued <= person.version THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/user-banned-before",
      guard: "a token that is newer than the ban decides",
      find: `IF person.banned AND issued <= person.version THEN`,
      replace: `IF person.banned THEN`,
    },
    {
      id: "enter/user-banned-same-time",
      guard: "a ban of the token's own moment counts",
      find: `IF person.banned AND issued <= person.version THEN`,
      replace: `IF person.banned AND issued < person.version THEN`,
      killers: [raw],
    },
    {
      id: "enter/user-newest",
      guard: "what was heard of a user is as new as the delivery",
      find: `greatest(u."sourceVersion", u."sourceTimestamp") AS version`,
      replace: `u."sourceVersion" AS version`,
      killers: [raw],
    },
    {
      id: "enter/session-ended",
      guard: "an ended session is refused",
      find: `IF EXISTS (SELECT FROM "public"."EndedSession" s WHERE s."id" = principal ->> 'session') THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/impersonator-banned",
      guard: "who acts for others is not banned themselves",
      find: `AND (u."banned" OR u."deleted")) THEN`,
      replace: `AND u."deleted") THEN`,
    },
    {
      id: "enter/impersonator-deleted",
      guard: "who acts for others is not deleted themselves",
      find: `AND (u."banned" OR u."deleted")) THEN`,
      replace: `AND u."banned") THEN`,
      killers: [raw],
    },
    {
      id: "enter/admin-claimed",
      guard: "the administrators' gate asks for the token's word",
      find: `principal -> 'admin' IS DISTINCT FROM 'true'::jsonb OR `,
      replace: "",
      killers: [raw],
    },
    {
      id: "enter/admin-impersonated",
      guard: "an impersonated administrator is none",
      find: ` OR principal ->> 'impersonator' IS NOT NULL`,
      replace: "",
      killers: [raw],
    },
    {
      id: "enter/admin-unmade",
      guard: "who is an administrator no more is refused",
      find: `(issued <= person.version AND person."platformRole" IS DISTINCT FROM 'admin')`,
      replace: `false`,
    },
    {
      id: "enter/organization",
      guard: "the organization's gate needs the organization",
      find: `IF tenant IS NULL THEN`,
      replace: `IF false THEN`,
      killers: [raw],
    },
    {
      id: "enter/organization-deleted",
      guard: "a deleted organization is refused",
      find: `IF org.deleted THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/membership-removed",
      guard: "a removed member is refused",
      find: `IF member_newer AND member.deleted THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/membership-removed-before",
      guard: "a token that is newer than the removal decides",
      find: `IF member_newer AND member.deleted THEN`,
      replace: `IF member.deleted THEN`,
    },
    {
      id: "enter/membership-same-time",
      guard: "a removal of the token's own moment counts",
      find: `coalesce(issued <= member.version, false)`,
      replace: `coalesce(issued < member.version, false)`,
      killers: [raw],
    },
    {
      id: "enter/membership-newest",
      guard: "what was heard of a membership is as new as the delivery",
      find: `greatest(m."sourceVersion", m."sourceTimestamp") AS version`,
      replace: `m."sourceVersion" AS version`,
    },
    {
      id: "enter/role-changed",
      guard: "the token's permissions are not those of another role",
      find: `CASE WHEN role IS NOT DISTINCT FROM principal ->> 'role' THEN claimed END`,
      replace: `claimed`,
      killers: [clerk],
    },
    {
      id: "enter/role-unknown",
      guard: "whose permissions nobody here can tell needs a new token",
      find: `IF granted IS NULL THEN`,
      replace: `IF false THEN`,
      killers: [clerk],
    },
    {
      id: "enter/mirror-role",
      guard: "a newer mirror supplies the role",
      find: `CASE WHEN member_newer THEN member.role ELSE principal ->> 'role' END`,
      replace: `principal ->> 'role'`,
    },
    {
      id: "enter/mirror-role-before",
      guard: "an older mirror does not supply the role",
      find: `CASE WHEN member_newer THEN member.role ELSE principal ->> 'role' END`,
      replace: `coalesce(member.role, principal ->> 'role')`,
    },
    {
      id: "enter/token-permissions",
      guard: "the token's permissions decide where it brings them",
      find: `    IF principal ? 'permissions' THEN\n      claimed`,
      replace: `    IF false THEN\n      claimed`,
      killers: [clerk],
    },
    {
      id: "enter/withdrawn",
      guard: "what the token still says is withdrawn, not missing: the client asks for a new one",
      find: `IF principal ->> 'required' = ANY (claimed) THEN`,
      replace: `IF false THEN`,
    },
    {
      id: "enter/clerk-role-newest",
      guard: "what was heard of a role is as new as the evidence",
      find: `greatest(r."sourceVersion", r."sourceTimestamp") AS version`,
      replace: `r."sourceVersion" AS version`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-deleted",
      guard: "a deleted role of Clerk's has nothing",
      find: `r."key" = role AND NOT r."deleted"`,
      replace: `r."key" = role`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-order",
      guard: "of two roles with one key the newer counts",
      find: `ORDER BY r."sourceVersion" DESC, r."sourceTimestamp" DESC`,
      replace: `ORDER BY r."sourceVersion", r."sourceTimestamp"`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-before",
      guard: "a token that is newer than Clerk's role decides",
      find: `claimed IS NULL OR issued <= known.version`,
      replace: `true`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-same-time",
      guard: "a change of Clerk's role of the token's own moment counts",
      find: `issued <= known.version`,
      replace: `issued < known.version`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-other",
      guard: "another role than the token's has what Clerk's own has, whenever that was heard",
      find: `claimed IS NULL OR issued <= known.version`,
      replace: `issued <= known.version`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-permission-deleted",
      guard: "a role does not keep a permission that was deleted",
      find: `= ANY (known.permissions) AND NOT p."deleted"`,
      replace: `= ANY (known.permissions)`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-permissions",
      guard: "a role has its own permissions alone",
      find: `p."id" = ANY (known.permissions) AND NOT`,
      replace: `NOT`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-gone",
      guard: "a role that was deleted or renamed since is no longer taken at the token's word",
      find: `ELSIF EXISTS (SELECT FROM "public"."ClerkRole" r WHERE issued <= greatest(r."sourceVersion", r."sourceTimestamp")) THEN`,
      replace: `ELSIF false THEN`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-role-gone-before",
      guard: "a token that is newer than the deletion of a role decides",
      find: `"public"."ClerkRole" r WHERE issued <= greatest(r."sourceVersion", r."sourceTimestamp")`,
      replace: `"public"."ClerkRole" r`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-permission-gone",
      guard: "a permission that was deleted since is no longer taken at the token's word",
      find: `IF EXISTS (SELECT FROM "public"."ClerkPermission" p WHERE issued <=`,
      replace: `IF false AND EXISTS (SELECT FROM "public"."ClerkPermission" p WHERE issued <=`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-permission-gone-before",
      guard: "a token that is newer than the deletion of a permission decides",
      find: `"public"."ClerkPermission" p WHERE issued <= greatest(p."sourceVersion", p."sourceTimestamp")`,
      replace: `"public"."ClerkPermission" p`,
      killers: [clerk],
    },
    {
      id: "enter/clerk-permission-implied",
      guard: "a deleted permission takes along what it may have been the only one to imply",
      find: `unnest("app"."implied_permissions"(said.name))`,
      replace: `said.name`,
      killers: [clerk],
    },
    {
      id: "enter/implied-unknown",
      guard: "what is not in the catalogue of permissions allows nothing",
      find: `      ELSE ARRAY[]::text[]\n    END`,
      replace: `      ELSE ARRAY[permission, 'org:projects:read']\n    END`,
    },
    {
      id: "enter/implied",
      guard: "a permission implies in the database what it does in the catalogue",
      find: `WHEN 'org:members:read' THEN ARRAY['org:members:read']`,
      replace: `WHEN 'org:members:read' THEN ARRAY['org:members:read', 'org:audit:read']`,
    },
    {
      id: "enter/permission",
      guard: "the required permission is held",
      find: `principal ->> 'required' IS NULL OR NOT (principal ->> 'required' = ANY (granted))`,
      replace: `principal ->> 'required' IS NULL`,
    },
    {
      id: "enter/permission-named",
      guard: "a permission is required",
      find: `principal ->> 'required' IS NULL OR NOT (principal ->> 'required' = ANY (granted))`,
      replace: `NOT (principal ->> 'required' = ANY (granted))`,
      killers: [clerk],
    },
    {
      id: "enter/stub-user-race",
      guard: "a first write waits for the deletion of its user",
      find: `u."id" = caller AND NOT u."deleted" FOR SHARE;`,
      replace: `u."id" = caller AND NOT u."deleted";`,
    },
    {
      id: "enter/stub-organization-race",
      guard: "a first write waits for the deletion of its organization",
      find: `o."id" = tenant AND NOT o."deleted" FOR SHARE;`,
      replace: `o."id" = tenant AND NOT o."deleted";`,
    },
    {
      id: "enter/claims-of-this-gate",
      guard: "no other gate than the organization's sets the organization",
      find: `CASE WHEN gate = 'org' THEN tenant ELSE '' END`,
      replace: `coalesce(tenant, '')`,
      killers: [raw],
    },
    ...["app.user_id", "app.organization_id", "app.permissions", "app.impersonator_id"].map(
      (claim) => ({
        id: `enter/${claim}-ends`,
        guard: `${claim} ends with the transaction`,
        find: endOf(claim),
        replace: endOf(claim).replace(/true\)([,;])$/, "false)$1"),
        killers: [raw],
      }),
    ),
  ],
);

const permissionsOfRoles = mutantsOf(
  inlined,
  [enter],
  [
    {
      id: "enter/unknown-role",
      guard: "an unknown role has no permission in the database either",
      find: `ELSE ARRAY[]::text[]`,
      replace: `ELSE ARRAY['org:projects:read']`,
    },
    {
      id: "enter/member-role",
      guard: "a member does not manage projects in the database either",
      find: `ARRAY['org:members:read', 'org:projects:read', 'org:tasks:manage']`,
      replace: `ARRAY['org:members:read', 'org:projects:manage', 'org:projects:read', 'org:tasks:manage']`,
    },
  ],
);

/** The end of the statement that sets a claim, as app.enter has it. */
function endOf(claim: string): string {
  const values: Record<string, string> = {
    "app.user_id": `coalesce(caller, ''), true),`,
    "app.organization_id": `CASE WHEN gate = 'org' THEN tenant ELSE '' END, true),`,
    "app.permissions": `CASE WHEN granted = '{}' THEN '' ELSE ',' || array_to_string(granted, ',') || ',' END, true),`,
    "app.impersonator_id": `coalesce(principal ->> 'impersonator', ''), true),`,
  };
  return `set_config('${claim}', ${values[claim] ?? ""}`;
}

const claims = mutantsOf(
  inlined,
  [raw],
  [
    {
      id: "claims/no-user",
      guard: "a claim that nobody set is null, not an empty text: the user",
      find: `nullif(current_setting('app.user_id', true), '')`,
      replace: `current_setting('app.user_id', true)`,
    },
    {
      id: "claims/no-organization",
      guard: "a claim that nobody set is null, not an empty text: the organization",
      find: `nullif(current_setting('app.organization_id', true), '')`,
      replace: `current_setting('app.organization_id', true)`,
    },
    {
      id: "claims/whole-permission",
      guard: "a permission is held by its whole name",
      find: `',' || permission || ','`,
      replace: `permission`,
    },
    {
      id: "claims/no-permission",
      guard: "without claims no permission is held",
      find: `|| permission || ',') > 0, false)`,
      replace: `|| permission || ',') > 0, true)`,
    },
  ],
);

/** Who is let in by the database, and with which claims. */
export const enterMutants = [...entry, ...permissionsOfRoles, ...claims];
