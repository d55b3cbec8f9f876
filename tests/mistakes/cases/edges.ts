import type { Mistake } from "../judge.ts";

const page = "app/(signed-in)/org/[slug]/members/page.tsx";
const route = "app/api/data/route.ts";

const rightRoute = `import { answer } from "@/src/server/http/answer";

export function GET(): Promise<Response> {
  return answer((caller) => caller.project.list({}));
}
`;
const rightPage = `import { answerOrLeave, requirePerson } from "@/src/server/auth/guard";
import { getCaller } from "@/src/server/trpc/server";

export default async function MembersPage() {
  await requirePerson("/dashboard");
  const me = await answerOrLeave((await getCaller()).me.get(), "/dashboard");
  return <p>{me.name}</p>;
}
`;

/** What people do in routes, pages, actions and whatever stands around the procedures. */
export const edgeMistakes: Mistake[] = [
  {
    title: "a route that asks the database by itself",
    file: route,
    mistake: `import { database } from "@/src/server/db/database";

export async function GET(): Promise<Response> {
  return Response.json(await database().prisma.project.findMany({ take: 20 }));
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Use \`ctx.db\`.",
    right: rightRoute,
  },
  {
    title: "a route that calls a service past the gate",
    file: route,
    mistake: `import type { Db } from "@/src/server/db/handle";
import { listProjects } from "@/src/server/project/list";

export async function respond(db: Db<"org", "org:projects:read">): Promise<Response> {
  return Response.json(await listProjects(db, { limit: 20, archived: false, search: "" }));
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "or a procedure through src/server/trpc/server.ts",
    right: rightRoute,
  },
  {
    title: "a GET that changes something",
    file: route,
    mistake: `import { answer } from "@/src/server/http/answer";

export function GET(request: Request): Promise<Response> {
  const name = new URL(request.url).searchParams.get("name") ?? "";
  return answer((caller) => caller.project.create({ name }));
}
`,
    refused: ["compiler TS2339"],
    advice: "a GET only reads: send a mutation to /api/trpc by POST",
    right: rightRoute,
  },
  {
    title: "a webhook verified over JSON that was written anew",
    file: "app/api/webhooks/clerk/route.ts",
    mistake: `import { Webhook } from "svix";

export async function POST(request: Request): Promise<Response> {
  const body: unknown = await request.json();
  const headers = Object.fromEntries(request.headers);
  new Webhook("whsec_x").verify(JSON.stringify(body), headers);
  return new Response("ok");
}
`,
    refused: ["lint gatehouse/advice"],
    advice: "Read the body with readBody() of src/server/http/body.ts",
    right: `import { receiveDelivery } from "@/src/server/sync/webhook";

export { receiveDelivery as POST };
`,
  },
  {
    title: "a webhook whose order is thrown away",
    file: "src/server/sync/verify.ts",
    mistake: `import { verifyWebhook } from "@clerk/nextjs/webhooks";

export const verify = verifyWebhook;
`,
    refused: ["lint gatehouse/walls"],
    advice: "Verify the raw bytes with svix in src/server/sync.",
    right: `import { Webhook } from "svix";

export function verify(secret: string, body: Buffer, headers: Record<string, string>): void {
  new Webhook(secret).verify(body, headers);
}
`,
  },
  {
    title: "Clerk asked in a page",
    file: page,
    mistake: `import { auth } from "@clerk/nextjs/server";

export default async function MembersPage() {
  const { userId } = await auth();
  return <p>{userId}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Read the principal from the context, or call readPrincipal()",
    right: rightPage,
  },
  {
    title: "the person fetched from Clerk at every render",
    file: page,
    mistake: `import { currentUser } from "@clerk/nextjs/server";

export default async function MembersPage() {
  const user = await currentUser();
  return <p>{user?.firstName}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Read the principal from the context, or call readPrincipal()",
    right: rightPage,
  },
  {
    title: "a page guarded by a pattern in the middleware",
    file: "middleware.ts",
    mistake: `import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";

const isPublic = createRouteMatcher(["/", "/blog(.*)", "/sign-in(.*)"]);

export const middleware = clerkMiddleware(async (auth, request) => {
  if (!isPublic(request)) await auth.protect();
});
`,
    refused: ["lint gatehouse/walls", "lint @typescript-eslint/no-deprecated"],
    advice: "Let each page ask requirePerson() of src/server/auth/guard.ts",
    right: `import { clerkMiddleware } from "@clerk/nextjs/server";

export const middleware = clerkMiddleware();
`,
  },
  {
    title: "a way to sign in that does not lead back",
    file: page,
    mistake: `import { redirect } from "next/navigation";
import { isSignedIn } from "@/src/server/auth/guard";

export default async function MembersPage() {
  if (!(await isSignedIn())) redirect("/sign-in");
  return <p>Members</p>;
}
`,
    refused: ["lint gatehouse/advice"],
    advice: "Call requirePerson(returnTo) of src/server/auth/guard.ts",
    right: rightPage,
  },
  {
    title: "a page that imports a service",
    file: page,
    mistake: `import { readMe } from "@/src/server/me/read";

export default function MembersPage() {
  return <p>{readMe.name}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice:
      "A page gets its data from a procedure: getCaller() or getHydration() of src/server/trpc/server.ts.",
    right: rightPage,
  },
  {
    title: "a page that calls itself over HTTP",
    file: page,
    mistake: `export default async function MembersPage() {
  const answer = await fetch("http://localhost:3000/api/user-data");
  return <p>{answer.status}</p>;
}
`,
    refused: ["lint gatehouse/advice"],
    advice: "Call the procedure: (await getCaller()).noun.verb() on the server",
    right: rightPage,
  },
  {
    title: "scoped data in a cache",
    file: page,
    mistake: `import { unstable_cache } from "next/cache";
import { getCaller } from "@/src/server/trpc/server";

const readMembers = unstable_cache(async () => (await getCaller()).member.list({}));

export default async function MembersPage() {
  return <p>{(await readMembers()).items.length}</p>;
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Read through a procedure at each request.",
    right: rightPage,
  },
  {
    title: "a page that says it may be cached",
    file: page,
    mistake: `import { getCaller } from "@/src/server/trpc/server";

export default async function MembersPage() {
  "use cache";
  return <p>{(await (await getCaller()).member.list({})).items.length}</p>;
}
`,
    refused: ["lint no-restricted-syntax"],
    advice: "Read through a procedure at each request.",
    right: rightPage,
  },
  {
    title: "an organization read from a header",
    file: "src/server/project/list.ts",
    mistake: `import { headers } from "next/headers";

export async function tenant(): Promise<string | null> {
  return (await headers()).get("x-organization-id");
}
`,
    refused: ["lint gatehouse/walls"],
    advice: "Take who is calling from ctx",
    right: `import type { Db } from "@/src/server/db/handle";

export function countHere(db: Db<"org", "org:projects:read">): Promise<number> {
  return db.project.count();
}
`,
  },
  {
    title: "a variable of the environment that nobody checks",
    file: "src/server/sync/webhook.ts",
    mistake: `export const secret = process.env["CLERK_WEBHOOK_SECRET"];
`,
    refused: ["lint gatehouse/process-env"],
    advice:
      "Read the environment through env() of src/env.ts, where every variable is checked at start.",
    right: `import { env } from "@/src/env";

export const secrets = (): readonly string[] => env().CLERK_WEBHOOK_SIGNING_SECRET;
`,
  },
  {
    title: "the stand-in for Clerk used by the application",
    file: "src/server/auth/session.ts",
    mistake: `import { startLocalClerk } from "@/local/clerk/server";

export const clerk = startLocalClerk;
`,
    refused: ["lint gatehouse/walls"],
    advice: "Move what both need to src/.",
    right: `import { auth } from "@clerk/nextjs/server";

export const readSession = auth;
`,
  },
  {
    title: "input in the log",
    file: "src/server/post/write.ts",
    mistake: `export function note(input: { title: string }): void {
  console.log("creating", input);
}
`,
    refused: ["lint gatehouse/advice"],
    advice: "Log ids and codes with log of src/server/log.ts.",
    right: `import { log } from "@/src/server/log";

export function note(postId: string): void {
  log.info({ postId }, "created");
}
`,
  },
  {
    title: "a role asked for on the server",
    file: "src/server/project/router.ts",
    mistake: `import { z } from "zod";
import { AppError } from "@/src/access/errors";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

export const projectRouter = router({
  count: orgProcedure("org:projects:read")
    .input(z.void())
    .output(z.number())
    .query(({ ctx }) => {
      if (ctx.member.role !== "org:admin") throw new AppError("permission_missing");
      return ctx.db.project.count();
    }),
});
`,
    refused: ["lint gatehouse/advice", "lint gatehouse/advice"],
    advice: 'Ask for a permission: orgProcedure("org:…") on the server',
    right: `import { z } from "zod";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

export const projectRouter = router({
  count: orgProcedure("org:projects:manage")
    .input(z.void())
    .output(z.number())
    .query(({ ctx }) => ctx.db.project.count()),
});
`,
  },
  {
    title: "a claim read as any",
    file: "src/server/auth/claims.ts",
    mistake: `export function roleOf(claims: unknown): string {
  return (claims as any).metadata.role;
}
`,
    refused: [
      "lint @typescript-eslint/no-unsafe-return",
      "lint gatehouse/explained-cast",
      "lint @typescript-eslint/no-explicit-any",
      "lint @typescript-eslint/no-unsafe-member-access",
    ],
    advice: "Say in a comment what makes this cast true at run time, or parse the value.",
    right: `import { z } from "zod";

const claim = z.object({ metadata: z.object({ role: z.literal("admin") }) });

export function roleOf(claims: unknown): string | null {
  return claim.safeParse(claims).data?.metadata.role ?? null;
}
`,
  },
  {
    title: "input believed by a cast",
    file: "src/server/project/router.ts",
    mistake: `import { z } from "zod";
import type { ProjectId } from "@/src/access/ids";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

export const projectRouter = router({
  has: orgProcedure("org:projects:read")
    .input(z.strictObject({ id: z.string() }))
    .output(z.boolean())
    .query(async ({ ctx, input }) => {
      // Guarantee: clients send our ids.
      const id = input.id as ProjectId;
      return (await ctx.db.project.count({ where: { id } })) > 0;
    }),
});
`,
    refused: ["lint @typescript-eslint/consistent-type-assertions", "lint gatehouse/advice"],
    advice: "Parse it with a schema",
    right: `import { z } from "zod";
import { ProjectId } from "@/src/access/ids";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

export const projectRouter = router({
  has: orgProcedure("org:projects:read")
    .input(z.strictObject({ id: ProjectId }))
    .output(z.boolean())
    .query(async ({ ctx, input }) => (await ctx.db.project.count({ where: { id: input.id } })) > 0),
});
`,
  },
];
