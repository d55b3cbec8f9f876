import { Check } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/src/ui/button";
import { DocumentLink } from "@/src/ui/document-link";
import { Lead, Part } from "@/src/ui/public/article";
import { figures } from "@/src/ui/public/figures";

export const metadata: Metadata = {
  title: "Pricing",
  description: "Gatehouse has no plan and no seats. What it costs is what you run it on, and this.",
};

const ways = [
  {
    name: "On your machine",
    price: "Nothing",
    about: "To build, to test and to show.",
    has: [
      "A real Postgres, started by the project",
      "A local Clerk with people to sign in as",
      "Every test, and a browser for them",
      "No account, no key, no network",
    ],
  },
  {
    name: "In production",
    price: "What you run it on",
    about: "The same code, with your keys in the environment.",
    has: [
      "Clerk, on the plan that you choose there",
      "A Postgres of your own, run or rented; the tests use 18",
      "Any place that runs Node: one process is enough to begin",
      "Nothing to Gatehouse: it is code, not a service",
    ],
  },
] as const;

const costs = [
  { what: "The gates, for each call", figure: `${figures.gates} ms` },
  { what: "A list of 20 rows, against Prisma without row security", figure: `${figures.list} ×` },
  {
    what: "The same list by the published row security extension, against ours",
    figure: `${figures.extension} ×`,
  },
  { what: "From a removal to the first refusal, half of them", figure: `${figures.revocation} ms` },
];

const questions = [
  {
    question: "Does Clerk charge while I develop?",
    answer:
      "Not for the local Clerk: nothing leaves your machine. A development instance at Clerk is their matter, and the same code runs against it when you put its keys into the environment.",
  },
  {
    question: "What if I outgrow one database?",
    answer:
      "Every table of a customer's has the organization at the front of its key and of each index. That is what distributed Postgres asks for, so the schema is ready for it.",
  },
  {
    question: "What if I leave Clerk?",
    answer:
      "The application knows people by ids and claims of its own, made in one folder. What verifies tokens and what receives webhooks would be written again; gates, policies and pages would stay.",
  },
];

export default function PricingPage() {
  return (
    <div className="mx-auto w-full max-w-5xl px-4 sm:px-6">
      <Lead title="No plan, no seats, no key of ours">
        Gatehouse is source code that you run. So this page says what running it costs, in money and
        in milliseconds.
      </Lead>

      <div className="grid gap-4 pb-12 lg:grid-cols-2">
        {ways.map(({ name, price, about, has }) => (
          <section
            key={name}
            aria-label={name}
            className="grid content-start gap-4 rounded-card border bg-surface p-6"
          >
            <div>
              <h2 className="text-small font-medium text-muted">{name}</h2>
              <p className="mt-1 text-2xl font-semibold tracking-tight">{price}</p>
              <p className="mt-1 text-muted">{about}</p>
            </div>
            <ul className="grid gap-2">
              {has.map((line) => (
                <li key={line} className="flex gap-2.5">
                  <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
                  {line}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>

      <Part id="milliseconds" title="In milliseconds">
        <p>
          A second lock that slows everything down gets taken off. Each figure is measured beside
          what people would write without it, by a command that comes with the code.
        </p>
        <dl className="divide-y divide-border overflow-hidden rounded-card border bg-surface text-ui">
          {costs.map(({ what, figure }) => (
            <div key={what} className="flex items-baseline justify-between gap-6 px-4 py-3">
              <dt className="text-muted">{what}</dt>
              <dd className="font-mono font-medium whitespace-nowrap tabular-nums">{figure}</dd>
            </div>
          ))}
        </dl>
      </Part>

      <Part id="questions" title="Questions">
        <dl className="grid gap-6">
          {questions.map(({ question, answer }) => (
            <div key={question}>
              <dt className="font-semibold">{question}</dt>
              <dd className="mt-1 text-muted">{answer}</dd>
            </div>
          ))}
        </dl>
      </Part>

      <section
        aria-labelledby="start"
        className="flex flex-wrap items-center justify-between gap-4 border-t py-10"
      >
        <h2 id="start" className="text-lg font-semibold tracking-tight">
          Look around in it first
        </h2>
        <div className="flex flex-wrap gap-2">
          <DocumentLink href="/dashboard" className={buttonClass("primary")}>
            Open the app
          </DocumentLink>
          <Link href="/about" className={buttonClass()}>
            How it works
          </Link>
        </div>
      </section>
    </div>
  );
}
