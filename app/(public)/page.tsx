import Link from "next/link";
import { buttonClass } from "@/src/ui/button";
import { DocumentLink } from "@/src/ui/document-link";
import { Code } from "@/src/ui/home/code";
import { GrantTable } from "@/src/ui/home/grant-table";
import { accessShot, projectShot, Shot } from "@/src/ui/public/shot";

const procedures = `export const appRouter = router({
  // Anyone. ctx.db reads published posts and nothing else.
  published: publicProcedure
    .query(({ ctx }) => ctx.db.post.findMany({ take: 20 })),

  // A signed-in person. ctx.db reaches what is their own.
  mine: protectedProcedure
    .query(({ ctx }) => ctx.db.post.findMany({ take: 20 })),

  // A member with this permission, in the active organization.
  projects: orgProcedure("org:projects:read")
    .query(({ ctx }) => ctx.db.project.findMany({ take: 20 })),

  // A platform administrator. Every call leaves an audit row.
  people: adminProcedure
    .query(({ ctx }) => ctx.db.user.findMany({ take: 20 })),
});`;

const mistake = `leak: publicProcedure
  .query(({ ctx }) => ctx.db.project.findMany()),`;
const refusal = `error TS2339: Property 'project' does not exist on type 'Granted<{ readonly post: readonly ["read"]; }> & Proof<…>'.`;

const secondMistake = `purge: orgProcedure("org:projects:read")
  .mutation(({ ctx }) => ctx.db.project.delete(…)),`;
const secondRefusal = `error TS2339: Property 'delete' does not exist on type '{ readonly findMany: …; readonly findFirst: …; readonly count: …; }'.`;

const reasons = [
  {
    title: "Forgotten checks do not compile",
    text: "A procedure's database handle has the models and methods that its gate grants. There is no other client to reach for.",
  },
  {
    title: "Postgres agrees, or refuses",
    text: "The same table of grants is a role and row-level security. Casts, raw filters and our own bugs end at the second lock, in one round trip.",
  },
  {
    title: "Revoked means now",
    text: "Signed webhooks keep memberships in step with Clerk, and each statement asks them. Nobody keeps access until a token expires.",
  },
] as const;

export default function HomePage() {
  return (
    <div className="mx-auto w-full max-w-5xl px-4 sm:px-6">
      <section className="grid items-center gap-10 py-12 lg:grid-cols-[5fr_6fr] lg:py-16">
        <div>
          <h1 className="text-3xl leading-tight font-semibold tracking-tight text-balance sm:text-4xl">
            Multi-tenant applications where authorization is a type
          </h1>
          <p className="mt-4 max-w-[52ch] text-base text-muted">
            Gatehouse is a working Next.js, tRPC, Prisma and Clerk application for teams who sell to
            organizations. Clone it, run one command, and replace the example nouns with your own.
            What a caller may not do, you cannot write.
          </p>
          <p className="mt-6 overflow-x-auto rounded-card border bg-code px-4 py-3 font-mono text-small">
            <span className="text-muted select-none">$ </span>npm install && npm run dev
          </p>
          <p className="mt-2 text-small text-muted">
            Needs Node and npm. No account and no key: Postgres and sign-in run on your machine.
          </p>
          <div className="mt-6 flex flex-wrap gap-2">
            <DocumentLink href="/dashboard" className={buttonClass("primary")}>
              Open the app
            </DocumentLink>
            <Link href="/blog" className={buttonClass()}>
              Read the blog
            </Link>
          </div>
        </div>
        <Code title="A router" source={procedures} />
      </section>

      <section aria-label="The product" className="pb-14">
        <Shot {...projectShot} />
        <p className="mt-3 text-small text-muted">
          What comes up after that one command: a project of Acme, as one of its admins sees it.
        </p>
      </section>

      <section aria-labelledby="refusals" className="border-t py-12">
        <h2 id="refusals" className="text-xl font-semibold tracking-tight">
          The compiler says no
        </h2>
        <p className="mt-2 max-w-[60ch] text-base text-muted">
          Two mistakes that leak data in many applications. Here the editor underlines them before
          anything runs.
        </p>
        <div className="mt-6 grid gap-4 lg:grid-cols-2">
          <Code title="Reading tenants' data without a gate" source={mistake} refusal={refusal} />
          <Code
            title="Deleting with the permission to read"
            source={secondMistake}
            refusal={secondRefusal}
          />
        </div>
      </section>

      <section aria-labelledby="grants" className="border-t py-12">
        <h2 id="grants" className="text-xl font-semibold tracking-tight">
          One table decides
        </h2>
        <p className="mt-2 mb-6 max-w-[60ch] text-base text-muted">
          Types, interface and database policies are held to the same grants. This is the
          application&apos;s own table, not a picture of it.
        </p>
        <GrantTable />
        <div className="mt-8">
          <Shot {...accessShot} />
        </div>
        <p className="mt-3 text-small text-muted">
          In the administration it is worked out for every procedure and every kind of caller, and
          the tests call each cell.
        </p>
      </section>

      <section aria-label="Why" className="grid gap-8 border-t py-12 sm:grid-cols-3">
        {reasons.map((reason) => (
          <div key={reason.title}>
            <h2 className="font-semibold">{reason.title}</h2>
            <p className="mt-1.5 text-muted">{reason.text}</p>
          </div>
        ))}
      </section>
    </div>
  );
}
