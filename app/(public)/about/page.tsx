import type { Metadata } from "next";
import Link from "next/link";
import { Code } from "@/src/ui/home/code";
import { Lead, Part } from "@/src/ui/public/article";
import { figures } from "@/src/ui/public/figures";

export const metadata: Metadata = {
  title: "About",
  description: "What Gatehouse is, how its two locks and its sync work, and what it leaves to you.",
};

const service = `// Cannot be called unless a gate has run: nothing else makes this handle.
export function renameProject(
  db: Db<"org", "org:projects:manage">,
  id: ProjectId,
  name: string,
) {
  return db.project.update({ where: { key: db.key(id) }, data: { name } });
}`;

const steps = [
  "The signature is checked over the bytes as they came, and the delivery is written down before anything is done with it.",
  "It is applied in the same transaction, unless what is known is newer. Order and repetition make no difference to what comes out.",
  "Whoever leaves becomes a tombstone, so that a late message finds it and brings nobody back.",
  "A reconcile asks Clerk for what no message said, and puts the answers through the same door.",
];

export default function AboutPage() {
  return (
    <div className="mx-auto w-full max-w-5xl px-4 sm:px-6">
      <Lead title="A check that nobody can forget">
        Most leaks between customers are not clever. Somebody wrote a query and left out a line.
        Gatehouse is a whole application, built so that the line cannot be left out.
      </Lead>

      <Part id="what" title="What it is">
        <p>
          A working product to start from: people, organizations, roles, projects, tasks, a blog, an
          administration area and an audit trail, on Next.js, tRPC, Prisma, Clerk and Postgres. You
          clone it, run one command, and replace the projects and tasks with what you sell.
        </p>
        <p>
          It is for teams who sell to organizations, and want tenancy and authorization right on the
          first day rather than after the first incident.
        </p>
      </Part>

      <Part id="first" title="The first lock">
        <p>
          There are four kinds of procedure: for anyone, for a signed-in person, for a member with a
          named permission, for a platform administrator. Each hands its code a database handle that
          has the models and methods which that caller may use. There is no other handle, so what is
          not allowed has no name to call it by.
        </p>
        <Code title="A function says what its caller must have proved" source={service} />
      </Part>

      <Part id="second" title="The second lock">
        <p>
          Postgres holds the same table of grants: a role for each kind of procedure, and row-level
          security on every table. Role, claims and query travel in one round trip, so a list takes{" "}
          {figures.list} times what it takes with no row security at all. The server refuses to
          start when a policy is missing, or when it was given a user whom policies do not bind.
        </p>
        <p>
          Each statement also asks whether the person, the session and the membership still stand.
          Half of all removals take effect within {figures.revocation} milliseconds; a token alone
          would go on for up to a minute.
        </p>
      </Part>

      <Part id="sync" title="In step with Clerk">
        <p>
          Clerk knows who people are. The database has to know it too, and learns it by messages
          that may be late, doubled, out of order or lost.
        </p>
        <ol className="grid list-decimal gap-2 pl-5 marker:text-muted">
          {steps.map((step) => (
            <li key={step} className="pl-1">
              {step}
            </li>
          ))}
        </ol>
      </Part>

      <Part id="local" title="On your machine">
        <p>
          Everything runs without an account and without a network: a real Postgres, and a local
          Clerk that the unmodified Clerk libraries talk to, with its sign-in forms, e-mails,
          webhooks and clocks that tests can turn. With real keys in the environment the same code
          talks to Clerk itself.
        </p>
      </Part>

      <Part id="not" title="What it leaves to you">
        <p>
          Payments are not in it, nor files, search or e-mail of your own. It does not decide what
          your product is. The example nouns are small so that they are easy to take out.
        </p>
        <p>
          How it was thought out stands in the{" "}
          <Link href="/blog" className="text-accent underline underline-offset-2">
            blog
          </Link>
          , and what it costs on the{" "}
          <Link href="/pricing" className="text-accent underline underline-offset-2">
            pricing page
          </Link>
          .
        </p>
      </Part>
    </div>
  );
}
