/**
 * Every address of the application: what decides it and what it shows. A test fails when a page, a route or an action of app/
 * is not here; another one visits each as every principal, and expects what places.ts derives from the procedures.
 */
export type Place = Page | Route | Action;

export interface Page {
  readonly kind: "page";
  /** Without route groups; `[slug]` an organization's, `[id]` a row's. */
  readonly path: string;
  readonly file: string;
  /** Whom it asks for before it reads anything. `organization`: a person, and the organization that the address names. */
  readonly asks: "nobody" | "person" | "organization";
  /** Procedures whose refusal decides what the page answers, in order. */
  readonly decides: readonly string[];
  /** Procedures that the page shows the data of, and is there without. */
  readonly shows: readonly string[];
  /** It only sends on whom it lets in, to another page. */
  readonly sendsTo?: string;
  /** It is there for every address that is none. */
  readonly absent?: true;
}

export interface Route {
  readonly kind: "route";
  readonly path: string;
  readonly file: string;
  /** `each`: the procedures that the request names. No person at all: `signature` the sender's, `secret` a scheduler's. */
  readonly decides: readonly string[] | "each" | "signature" | "secret" | "nothing";
}

export interface Action {
  readonly kind: "action";
  /** The page from which it is sent. */
  readonly path: string;
  readonly file: string;
  readonly name: string;
  readonly decides: readonly string[];
}

const open = { kind: "page", asks: "nobody", decides: [], shows: [] } as const;
const organization = { kind: "page", asks: "organization", decides: [], shows: [] } as const;
const administration = { kind: "page", asks: "person", shows: [] } as const;

export const surface: readonly Place[] = [
  { ...open, path: "/", file: "app/(public)/page.tsx" },
  { ...open, path: "/about", file: "app/(public)/about/page.tsx" },
  { ...open, path: "/pricing", file: "app/(public)/pricing/page.tsx" },
  { ...open, path: "/blog", file: "app/(public)/blog/page.tsx", shows: ["post.published"] },
  {
    ...open,
    path: "/blog/[slug]",
    file: "app/(public)/blog/[slug]/page.tsx",
    decides: ["post.bySlug"],
  },
  { ...open, path: "/[...address]", file: "app/[...address]/page.tsx", absent: true },
  { ...open, path: "/sign-in", file: "app/(auth)/sign-in/[[...sign-in]]/page.tsx" },
  { ...open, path: "/sign-up", file: "app/(auth)/sign-up/[[...sign-up]]/page.tsx" },
  { ...open, path: "/session-ended", file: "app/(auth)/session-ended/page.tsx" },
  {
    kind: "page",
    path: "/dashboard",
    file: "app/(signed-in)/dashboard/page.tsx",
    asks: "person",
    decides: ["me.get"],
    shows: ["post.mine"],
  },
  {
    kind: "page",
    path: "/account",
    file: "app/(signed-in)/account/page.tsx",
    asks: "person",
    decides: ["me.get"],
    shows: [],
  },
  {
    kind: "page",
    path: "/onboarding",
    file: "app/(signed-in)/onboarding/page.tsx",
    asks: "person",
    decides: ["me.get"],
    shows: [],
  },
  {
    ...organization,
    path: "/org/[slug]",
    file: "app/(signed-in)/org/[slug]/page.tsx",
    sendsTo: "/org/[slug]/dashboard",
  },
  {
    ...organization,
    path: "/org/[slug]/activity",
    file: "app/(signed-in)/org/[slug]/activity/page.tsx",
    decides: ["audit.list"],
  },
  {
    ...organization,
    path: "/org/[slug]/dashboard",
    file: "app/(signed-in)/org/[slug]/dashboard/page.tsx",
    decides: ["project.list"],
    shows: ["project.list"],
  },
  {
    ...organization,
    path: "/org/[slug]/members",
    file: "app/(signed-in)/org/[slug]/members/page.tsx",
    decides: ["member.list"],
  },
  {
    ...organization,
    path: "/org/[slug]/settings",
    file: "app/(signed-in)/org/[slug]/settings/page.tsx",
  },
  {
    ...organization,
    path: "/org/[slug]/projects/[id]",
    file: "app/(signed-in)/org/[slug]/projects/[id]/page.tsx",
    decides: ["project.get"],
    shows: ["task.list", "member.list"],
  },
  {
    ...administration,
    path: "/admin",
    file: "app/admin/page.tsx",
    decides: ["admin.counts", "admin.users", "admin.organizations", "delivery.lag"],
  },
  {
    ...administration,
    path: "/admin/users",
    file: "app/admin/users/page.tsx",
    decides: ["admin.users"],
  },
  {
    ...administration,
    path: "/admin/users/[id]",
    file: "app/admin/users/[id]/page.tsx",
    decides: ["admin.user", "admin.sessions"],
  },
  {
    ...administration,
    path: "/admin/organizations",
    file: "app/admin/organizations/page.tsx",
    decides: ["admin.organizations"],
  },
  {
    ...administration,
    path: "/admin/organizations/[id]",
    file: "app/admin/organizations/[id]/page.tsx",
    decides: ["admin.organization", "admin.organizationMembers"],
  },
  {
    ...administration,
    path: "/admin/audit",
    file: "app/admin/audit/page.tsx",
    decides: ["admin.audit"],
  },
  {
    ...administration,
    path: "/admin/webhooks",
    file: "app/admin/webhooks/page.tsx",
    decides: ["delivery.list", "delivery.lag", "run.list"],
  },
  {
    ...administration,
    path: "/admin/webhooks/[id]",
    file: "app/admin/webhooks/[id]/page.tsx",
    decides: ["delivery.get"],
  },
  {
    ...administration,
    path: "/admin/webhooks/runs",
    file: "app/admin/webhooks/runs/page.tsx",
    decides: ["run.list"],
  },
  {
    ...administration,
    path: "/admin/access",
    file: "app/admin/access/page.tsx",
    decides: ["admin.access"],
  },
  { kind: "route", path: "/api/data", file: "app/api/data/route.ts", decides: ["project.list"] },
  {
    kind: "route",
    path: "/api/protected",
    file: "app/api/protected/route.ts",
    decides: ["admin.counts"],
  },
  {
    kind: "route",
    path: "/api/user-data",
    file: "app/api/user-data/route.ts",
    decides: ["me.get"],
  },
  {
    kind: "route",
    path: "/api/trpc/[trpc]",
    file: "app/api/trpc/[trpc]/route.ts",
    decides: "each",
  },
  {
    kind: "route",
    path: "/api/webhooks/clerk",
    file: "app/api/webhooks/clerk/route.ts",
    decides: "signature",
  },
  { kind: "route", path: "/api/sync", file: "app/api/sync/route.ts", decides: "secret" },
  {
    kind: "route",
    path: "/api/health/live",
    file: "app/api/health/live/route.ts",
    decides: "nothing",
  },
  {
    kind: "route",
    path: "/api/health/ready",
    file: "app/api/health/ready/route.ts",
    decides: "nothing",
  },
  {
    kind: "action",
    path: "/dashboard",
    file: "app/actions/create-post.ts",
    name: "createPost",
    decides: ["post.create"],
  },
];
