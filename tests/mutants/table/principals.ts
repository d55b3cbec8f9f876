import { mutantsOf } from "../mutant.ts";

const claims = "tests/unit/auth/claims.test.ts";
const request = "tests/unit/auth/request.test.ts";
const memory = "tests/unit/auth/memory.test.ts";

/** How verified claims become a principal. */
export const claimsMutants = mutantsOf(
  "src/server/auth/claims.ts",
  [claims],
  [
    {
      id: "claims/user",
      guard: "nobody without a user",
      find: `!auth.userId || !auth.sessionId`,
      replace: `!auth.sessionId`,
    },
    {
      id: "claims/session",
      guard: "nobody without a session",
      find: `!auth.userId || !auth.sessionId`,
      replace: `!auth.userId`,
    },
    {
      id: "claims/issued",
      guard: "nobody without a time of issue",
      find: `if (!token.success || actor?.success === false) {`,
      replace: `if (actor?.success === false) {`,
    },
    {
      id: "claims/issued-whole",
      guard: "a time of issue is whole seconds",
      find: `const time = z.int().positive();`,
      replace: `const time = z.number().positive();`,
    },
    {
      id: "claims/issued-positive",
      guard: "a time of issue is after the epoch",
      find: `const time = z.int().positive();`,
      replace: `const time = z.int();`,
    },
    {
      id: "claims/issued-number",
      guard: "a time of issue is a number",
      find: `const time = z.int().positive();`,
      replace: `const time = z.coerce.number().int().positive();`,
    },
    {
      id: "claims/actor",
      guard: "an actor of unknown form is refused",
      find: `!token.success || actor?.success === false`,
      replace: `!token.success`,
    },
    {
      id: "claims/actor-named",
      guard: "an actor has a name",
      find: `const actorClaim = z.object({ sub: id });`,
      replace: `const actorClaim = z.object({ sub: z.string() });`,
    },
    {
      id: "claims/proof-form",
      guard: "a proof of an unknown form is none",
      find: `if (!claim.success) return null;`,
      replace: `if (!claim.success) return { first: 0, second: null };`,
    },
    {
      id: "claims/proof-absent-factor",
      guard: "a factor that was not asked for proves nothing",
      find: `(minutes === -1 ? null : minutes)`,
      replace: `minutes`,
    },
    {
      id: "claims/impersonator",
      guard: "an impersonated person is not themselves",
      find: `impersonatorId: actor?.data.sub ?? null,`,
      replace: `impersonatorId: null,`,
    },
    {
      id: "claims/admin",
      guard: "an administrator is who metadata.role says",
      find: `platformAdmin: role.data?.metadata?.role === "admin",`,
      replace: `platformAdmin: role.success,`,
    },
    {
      id: "claims/admin-malformed",
      guard: "a role of unknown form makes no administrator",
      find: `platformAdmin: role.data?.metadata?.role === "admin",`,
      replace: `platformAdmin: !role.success || role.data.metadata?.role === "admin",`,
    },
    {
      id: "claims/id-form",
      guard: "an id is of Clerk's form",
      find: `const id = z.string().regex(/^\\w{1,128}$/);`,
      replace: `const id = z.string();`,
    },
    {
      id: "claims/user-form",
      guard: "a user is named by an id",
      find: `  sub: id,\n`,
      replace: "",
    },
    {
      id: "claims/session-form",
      guard: "a session is named by an id",
      find: `  sid: id,\n`,
      replace: "",
    },
    {
      id: "claims/end",
      guard: "a token says when it ends",
      find: `  exp: time,\n`,
      replace: "",
    },
    {
      id: "claims/beginning",
      guard: "a token's beginning is a time",
      find: `  nbf: time.optional(),\n`,
      replace: "",
    },
    {
      id: "claims/version",
      guard: "the claims are of a known version",
      find: `v: z.literal([1, 2]).optional(),`,
      replace: `v: z.number().optional(),`,
    },
    {
      id: "claims/organization-form",
      guard: "an organization's role is text",
      find: `rol: text.nullish(),`,
      replace: `rol: z.unknown(),`,
    },
    {
      id: "claims/organization-id-form",
      guard: "an organization's id is of Clerk's form",
      find: `      id: id.optional(),\n`,
      replace: "",
    },
    {
      id: "claims/organization-first-form",
      guard: "an organization's id is of Clerk's form, in the first version of the claims too",
      find: `  org_id: id.nullish(),\n`,
      replace: "",
    },
    {
      id: "claims/permissions-first-form",
      guard: "permissions are a list of texts, in the first version of the claims too",
      find: `  org_permissions: z.array(text).nullish(),\n`,
      replace: "",
    },
    {
      id: "claims/organization",
      guard: "no organization without its id",
      find: `  if (!auth.orgId) return null;\n`,
      replace: "",
    },
  ],
);

/** The catalogue and the table of roles. */
export const accessMutants = [
  ...mutantsOf(
    "src/access/permissions.ts",
    ["tests/unit/access/permissions.test.ts"],
    [
      {
        id: "access/permission-names",
        guard: "a name of every object is no permission",
        find: `Object.hasOwn(permissions, value)`,
        replace: `value in permissions`,
      },
      {
        id: "access/implied",
        guard: "a permission brings what it implies, and no more",
        find: `permissions[permission].implies.forEach(visit);`,
        replace: `Object.values(permissions).flatMap((each) => each.implies).forEach(visit);`,
      },
    ],
  ),
  ...mutantsOf(
    "src/access/roles.ts",
    ["tests/unit/access/roles.test.ts"],
    [
      {
        id: "claims/source",
        guard: "the token's permissions do not decide where the table of roles does",
        find: `return source === "roles"\n`,
        replace: `return source === "roles" && [...claimed].length === 0\n`,
        killers: [claims],
      },
      {
        id: "claims/no-fallback",
        guard: "the table of roles does not stand in for what the token lacks",
        find: `return source === "roles"\n`,
        replace: `return source === "roles" || [...claimed].length === 0\n`,
        killers: [claims],
      },
      {
        id: "claims/known-permissions",
        guard: "a permission that the catalogue does not know counts for nothing",
        find: `closePermissions(claimed.filter(isPermission))`,
        replace: `[...new Set([...claimed, ...closePermissions(claimed.filter(isPermission))])] as readonly Permission[]`,
        killers: [claims],
      },
      {
        id: "access/role-names",
        guard: "a name of every object is no role",
        find: `Object.hasOwn(roles, value)`,
        replace: `value in roles`,
      },
      {
        id: "access/unknown-role",
        guard: "an unknown role has no permission",
        find: `closePermissions(roles[role].permissions) : [];`,
        replace: `closePermissions(roles[role].permissions) : closePermissions(roles["org:member"].permissions);`,
      },
      {
        id: "access/member",
        guard: "a member does not manage projects",
        find: `permissions: ["org:projects:read", "org:tasks:manage"] },`,
        replace: `permissions: ["org:projects:manage", "org:tasks:manage"] },`,
      },
    ],
  ),
];

/** A production start on development keys. */
export const envMutants = mutantsOf(
  "src/env.ts",
  ["tests/unit/env.test.ts"],
  [
    {
      id: "env/development-keys",
      guard: "a production start refuses development keys",
      find: `env.NODE_ENV !== "production" || env.ALLOW_DEVELOPMENT_KEYS`,
      replace: `env.NODE_ENV !== "test"`,
    },
    {
      id: "env/publishable-key",
      guard: "a production start refuses pk_test_",
      find: `env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY.startsWith("pk_test_")`,
      replace: `env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY === ""`,
    },
    {
      id: "env/secret-key",
      guard: "a production start refuses sk_test_",
      find: `env.CLERK_SECRET_KEY.startsWith("sk_test_")`,
      replace: `env.CLERK_SECRET_KEY === ""`,
    },
    {
      id: "env/loopback",
      guard: "a production start refuses a Clerk address on this machine",
      find: `if (value && isLoopback(value))`,
      replace: `if (value === "")`,
    },
    {
      id: "env/loopback-key",
      guard: "a production start refuses a key that names a Clerk on this machine",
      find: "isLoopback(`https://${keyHost(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)}`)",
      replace: `env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY === ""`,
    },
    ...[
      `hostname === "localhost"`,
      `hostname.endsWith(".localhost")`,
      `hostname === "[::1]"`,
      `hostname === "0.0.0.0"`,
      `hostname.startsWith("127.")`,
    ].map((condition) => ({
      id: `env/host-${condition.replace(/[^\d.:a-z]/gi, "").replace(/^hostname/, "")}`,
      guard: `what is on this machine: ${condition}`,
      find: condition,
      replace: "false",
    })),
  ],
);

/** How a request that did not pass the middleware is verified, and for how long that holds. */
export const requestMutants = [
  ...mutantsOf(
    "src/server/auth/verify.ts",
    [request],
    [
      {
        id: "verify/redirect",
        guard: "what the middleware would answer by a redirect is nobody",
        find: `!state.isAuthenticated || state.headers.has("location")`,
        replace: `!state.isAuthenticated`,
      },
      {
        id: "verify/cookies",
        guard: "a refreshed session brings its cookies along",
        find: `cookies: state.headers.getSetCookie()`,
        replace: `cookies: []`,
      },
    ],
  ),
  ...mutantsOf(
    "src/server/auth/memory.ts",
    [memory],
    [
      {
        id: "memory/end",
        guard: "a verdict is remembered until its token ends",
        find: `if (now < found.until) return found.verdict;`,
        replace: `return found.verdict;`,
      },
      {
        id: "memory/longest",
        guard: "a long-lived token is verified again after a minute",
        find: `Math.min(verdict.expiresAt, now + longest)`,
        replace: `verdict.expiresAt`,
      },
      {
        id: "memory/token-end",
        guard: "no verdict outlives its token",
        find: `Math.min(verdict.expiresAt, now + longest)`,
        replace: `now + longest`,
      },
      {
        id: "memory/refreshed",
        guard: "a refreshed session is not remembered under the old token",
        find: `verdict.principal.kind !== "person" || verdict.cookies.length > 0`,
        replace: `verdict.principal.kind !== "person"`,
      },
      {
        id: "memory/most",
        guard: "what is remembered is bounded",
        find: `if (until > now && this.#kept.size < most) return;`,
        replace: `if (until > now) return;`,
      },
      {
        id: "memory/bearer",
        guard: "without a bearer token nothing is remembered",
        find: `if (bearerOf(headers) === null) return null;`,
        replace: "",
      },
      ...["authorization", "cookie", "host", "x-forwarded-host", "x-forwarded-proto"].map(
        (name) => ({
          id: `memory/key-${name}`,
          guard: `the key of what is remembered holds the header ${name}`,
          find: `\n  "${name}",`,
          replace: "",
        }),
      ),
    ],
  ),
];

/** How old a proof may be. */
export const freshnessMutants = mutantsOf(
  "src/access/freshness.ts",
  ["tests/unit/access/freshness.test.ts"],
  [
    {
      id: "fresh/minutes",
      guard: "a proof of ten minutes ago is old",
      find: `minutes < freshMinutes`,
      replace: `minutes <= freshMinutes`,
    },
    {
      id: "fresh/none",
      guard: "no proof is no fresh one",
      find: `minutes !== null && minutes`,
      replace: `(minutes ?? 0)`,
    },
    {
      id: "fresh/second",
      guard: "whoever has a second factor proves it by that one",
      find: `(proof.second ?? proof.first)`,
      replace: `(proof.first ?? proof.second)`,
    },
  ],
);
