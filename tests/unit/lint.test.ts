import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

// The project's own configuration on snippets that are in no file: without the rules that need types.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ["**/*"], ...tseslint.configs.disableTypeChecked }],
});

const ours =
  /^(gatehouse\/|no-restricted-syntax$|@typescript-eslint\/(no-explicit-any|no-non-null-assertion|consistent-type-assertions)$)/;

async function findings(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: `${root}${file}` });
  const messages = result?.messages ?? [];
  // A snippet that is not even parsed would seem to be allowed.
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages
    .filter((message) => message.ruleId !== null && ours.test(message.ruleId))
    .map((message) => `${message.ruleId ?? ""}: ${message.message}`);
}

interface Wall {
  readonly what: string;
  /** Reported, each with a part of the rule and message. */
  readonly refused: readonly (readonly [file: string, code: string])[];
  readonly says: string;
  readonly allowed: readonly (readonly [file: string, code: string])[];
}

const use = (source: string): string => `import { x } from "${source}";\nx();`;
const useType = (source: string): string =>
  `import type { X } from "${source}";\nexport type Y = X;`;

const walls: Wall[] = [
  {
    what: "the raw client",
    refused: [
      ["src/server/project/list.ts", use("@/src/server/db/generated/client")],
      ["src/server/project/list.ts", useType("../db/generated/client")],
      ["src/server/project/list.ts", use("pg")],
      ["src/server/trpc/procedures.ts", use("@prisma/client")],
      ["src/server/project/list.ts", use("@prisma/adapter-pg")],
      ["src/server/project/list.ts", `export { PrismaClient } from "../db/generated/client.js";`],
      ["src/server/project/list.ts", `export * from "pg";`],
      ["src/server/project/list.ts", `export const load = () => import("pg");`],
      ["src/server/project/list.ts", `export type Client = import("pg").Client;`],
      ["app/page.tsx", use("pg")],
      ["middleware.ts", use("pg")],
    ],
    says: "gatehouse/walls: The raw database client stays in src/server/db",
    allowed: [
      ["src/server/db/pool.ts", use("pg")],
      ["src/server/db/prisma.ts", use("./generated/client")],
      ["local/postgres/server.ts", use("pg")],
      ["prisma/command/deploy.ts", use("@prisma/schema-engine-wasm")],
      ["tests/support/postgres.ts", use("pg")],
    ],
  },
  {
    what: "the opening of handles",
    refused: [
      ["src/server/project/router.ts", use("@/src/server/db/gate")],
      ["src/server/trpc/caller.ts", use("../db/gate")],
      ["local/seed/people.ts", use("../../src/server/db/gate.ts")],
      ["src/server/trpc/admission.ts", use("@/src/server/db/gate")],
    ],
    says: "Only src/server/trpc/procedures.ts opens handles",
    allowed: [
      ["src/server/trpc/procedures.ts", use("@/src/server/db/gate")],
      ["src/server/trpc/admission.ts", useType("@/src/server/db/gate")],
    ],
  },
  {
    what: "the process's database",
    refused: [
      ["src/server/project/list.ts", use("@/src/server/db/database")],
      ["app/api/data/route.ts", use("@/src/server/db/database")],
      ["app/page.tsx", use("@/src/server/db/database")],
    ],
    says: "The process's database is for src/server/db, the start and the health check",
    allowed: [
      ["src/server/start.ts", use("@/src/server/db/database")],
      ["app/api/health/ready/route.ts", use("@/src/server/db/database")],
      ["prisma/seed.ts", use("@/src/server/db/database")],
      ["tests/support/application.ts", use("../../src/server/db/database.ts")],
    ],
  },
  ...(["prisma", "pool", "scope", "statement", "open"] as const).map((name): Wall => ({
    what: `the database's ${name}`,
    refused: [
      ["src/server/trpc/procedures.ts", use(`@/src/server/db/${name}`)],
      ["src/server/task/create.ts", useType(`../db/${name}.ts`)],
      ["local/seed/people.ts", use(`@/src/server/db/${name}`)],
    ],
    says: "How a statement gets its scope is the business of src/server/db",
    allowed: [
      ["src/server/db/gate.ts", use(`./${name}`)],
      ["local/why/database.ts", use(`@/src/server/db/${name}`)],
    ],
  })),
  {
    what: "the mirror's writer",
    refused: [["src/server/trpc/procedures.ts", use("@/src/server/db/sync")]],
    says: "Only src/server/sync writes the mirror of Clerk",
    allowed: [["src/server/sync/apply.ts", use("@/src/server/db/sync")]],
  },
  {
    what: "the mapping of the database's errors",
    refused: [
      ["src/server/trpc/procedures.ts", use("@/src/server/db/refusal")],
      ["local/seed/people.ts", use("@/src/server/db/refusal")],
    ],
    says: "The database's errors are mapped in src/server/trpc/fault.ts",
    allowed: [
      ["src/server/trpc/fault.ts", use("@/src/server/db/refusal")],
      ["local/why/entry.ts", use("@/src/server/db/refusal")],
    ],
  },
  {
    what: "Clerk's server SDK",
    refused: [
      ["src/server/me/read.ts", use("@clerk/nextjs/server")],
      ["app/(signed-in)/dashboard/page.tsx", use("@clerk/nextjs/server")],
      ["src/server/member/list.ts", use("@clerk/backend")],
      ["src/server/trpc/context.ts", useType("@clerk/nextjs/server")],
    ],
    says: "Clerk's server SDK stays in src/server/auth",
    allowed: [
      ["src/server/auth/session.ts", use("@clerk/nextjs/server")],
      ["middleware.ts", use("@clerk/nextjs/server")],
      ["app/layout.tsx", use("@clerk/nextjs")],
    ],
  },
  {
    what: "Clerk's webhook helper",
    refused: [
      ["app/api/webhooks/clerk/route.ts", use("@clerk/nextjs/webhooks")],
      ["src/server/auth/session.ts", use("@clerk/nextjs/webhooks")],
      ["tests/integration/sync/route.test.ts", use("@clerk/backend/webhooks")],
    ],
    says: "verifyWebhook drops the envelope's timestamp",
    allowed: [["src/server/sync/verify.ts", use("svix")]],
  },
  {
    what: "initTRPC",
    refused: [
      [
        "src/server/trpc/procedures.ts",
        `import { initTRPC } from "@trpc/server";\ninitTRPC.create();`,
      ],
      [
        "src/server/trpc/router.ts",
        `import { initTRPC as start } from "@trpc/server";\nstart.create();`,
      ],
      [
        "src/server/post/router.ts",
        `import * as trpc from "@trpc/server";\ntrpc.initTRPC.create();`,
      ],
      ["src/server/post/router.ts", `export { initTRPC } from "@trpc/server";`],
    ],
    says: "Procedures come from the four gates",
    allowed: [
      ["src/server/trpc/init.ts", `import { initTRPC } from "@trpc/server";\ninitTRPC.create();`],
      [
        "src/server/trpc/fault.ts",
        `import { TRPCError } from "@trpc/server";\nnew TRPCError({ code: "CONFLICT" });`,
      ],
    ],
  },
  {
    what: "tRPC's own builders",
    refused: [["src/server/post/router.ts", use("@/src/server/trpc/init")]],
    says: "Procedures come from the four gates",
    allowed: [
      ["src/server/trpc/procedures.ts", use("./init")],
      ["src/server/trpc/router.ts", use("./init")],
    ],
  },
  {
    what: "the stamp of gates",
    refused: [
      [
        "src/server/post/router.ts",
        `import { stamp } from "@/src/server/trpc/seal";\nstamp("admin", null, []);`,
      ],
      [
        "src/server/trpc/router.ts",
        `import * as seal from "./seal";\nseal.stamp("admin", null, []);`,
      ],
    ],
    says: "Only a gate stamps a procedure",
    allowed: [
      [
        "src/server/trpc/procedures.ts",
        `import { stamp } from "./seal";\nstamp("admin", null, []);`,
      ],
      [
        "src/server/trpc/router.ts",
        `import { readStamp } from "./seal";\nreadStamp({ _def: {} });`,
      ],
    ],
  },
  {
    what: "the stand-ins",
    refused: [
      ["app/page.tsx", use("@/local/clerk/server")],
      ["src/server/auth/session.ts", use("../../../local/clerk/keys.ts")],
      ["src/server/sync/apply.ts", use("@/tests/support/deliveries")],
      ["middleware.ts", use("./local/clerk/config")],
      ["next.config.ts", use("./local/clerk/config")],
    ],
    says: "The application knows nothing of the stand-ins",
    allowed: [["tests/e2e/start.ts", use("../../local/stack/start.ts")]],
  },
  {
    what: "the server, for the interface",
    refused: [
      ["src/client/connection.tsx", use("@/src/server/trpc/root")],
      ["src/ui/button.tsx", use("@/src/server/trpc/server")],
      ["src/ui/button.tsx", use("../env")],
      [
        "src/client/connection.tsx",
        `import { type A, b } from "@/src/server/trpc/root";\nexport const c: A = b;`,
      ],
    ],
    says: "The interface imports from src/access and the router's type",
    allowed: [
      ["src/client/connection.tsx", useType("@/src/server/trpc/root")],
      [
        "src/client/connection.tsx",
        `import { type X } from "@/src/server/trpc/root";\nexport type Y = X;`,
      ],
      ["src/client/can.tsx", use("@/src/access/permissions")],
    ],
  },
  {
    what: "the server, for client components among the routes",
    refused: [["app/(signed-in)/form.tsx", `"use client";\n${use("@/src/server/trpc/server")}`]],
    says: "A client component imports from src/access and the router's type",
    allowed: [["app/(signed-in)/form.tsx", `"use client";\n${useType("@/src/server/trpc/root")}`]],
  },
  {
    what: "the server, for pages",
    refused: [
      ["app/(signed-in)/dashboard/page.tsx", use("@/src/server/project/list")],
      ["app/(signed-in)/dashboard/page.tsx", use("@/src/server/trpc/caller")],
      ["app/admin/page.tsx", use("@/src/server/sync/inbox")],
    ],
    says: "A page gets its data from a procedure",
    allowed: [
      ["app/(signed-in)/dashboard/page.tsx", use("@/src/server/trpc/server")],
      ["app/(signed-in)/dashboard/page.tsx", use("@/src/server/auth/session")],
      ["app/(signed-in)/actions.ts", use("@/src/server/http/answer")],
    ],
  },
  {
    what: "the server, for routes",
    refused: [
      ["app/api/data/route.ts", use("@/src/server/project/list")],
      ["app/api/data/route.ts", use("../../../src/server/trpc/root")],
    ],
    says: "A route only hands over",
    allowed: [
      ["app/api/webhooks/clerk/route.ts", use("@/src/server/sync/receive")],
      ["app/api/data/route.ts", use("@/src/server/http/answer")],
    ],
  },
  {
    what: "the purity of src/access",
    refused: [
      ["src/access/grants.ts", use("@/src/server/db/handle")],
      ["src/access/roles.ts", use("node:fs")],
      ["src/access/roles.ts", use("@/src/env")],
    ],
    says: "src/access is pure",
    allowed: [
      [
        "src/access/grants.ts",
        `import { z } from "zod";\nimport { x } from "./permissions";\nx(z);`,
      ],
    ],
  },
  {
    what: "the environment",
    refused: [
      ["src/server/trpc/server.ts", `export const key = process.env.KEY;`],
      ["src/server/trpc/server.ts", `export const key = process["env"]["KEY"];`],
      ["src/ui/button.tsx", `export const { KEY } = process.env;`],
      ["src/client/connection.tsx", `const { env } = process;\nexport const key = env.KEY;`],
      ["app/page.tsx", `import { env } from "node:process";\nexport const key = env.KEY;`],
      ["middleware.ts", `import process from "process";\nexport const key = process.env.KEY;`],
      ["src/server/http/answer.ts", `export const key = globalThis.process.env.KEY;`],
      ["instrumentation.ts", `export const key = process.env.KEY;`],
    ],
    says: "gatehouse/process-env: Read the environment through env() of src/env.ts",
    allowed: [
      ["src/env.ts", `export const key = process.env.KEY;`],
      ["src/server/log.ts", `export const key = process.env["LOG_LEVEL"];`],
      ["next.config.ts", `export const key = process.env.KEY;`],
      ["local/dev.ts", `export const key = process.env.KEY;`],
      ["tests/support/x.ts", `export const key = process.env.KEY;`],
      ["instrumentation.ts", `export const node = process.env.NEXT_RUNTIME === "nodejs";`],
    ],
  },
  {
    what: "caches",
    refused: [
      ["src/server/project/list.ts", `export async function list() {\n  "use cache";\n}`],
      ["app/page.tsx", `"use cache: remote";\nexport default async function Page() {}`],
      [
        "src/server/http/answer.ts",
        `import { unstable_cache } from "next/cache";\nunstable_cache();`,
      ],
      ["app/page.tsx", `import { cacheLife as life } from "next/cache";\nlife("hours");`],
    ],
    says: "A cache in front of a gate outlives a revoked membership",
    allowed: [
      [
        "app/actions.ts",
        `"use server";\nimport { revalidatePath } from "next/cache";\nrevalidatePath("/");`,
      ],
    ],
  },
  {
    what: "markup from strings",
    refused: [
      ["app/page.tsx", `export const a = <p dangerouslySetInnerHTML={{ __html: "x" }} />;`],
      [
        "src/ui/text.tsx",
        `const props = { dangerouslySetInnerHTML: { __html: "x" } };\nexport const a = <p {...props} />;`,
      ],
    ],
    says: "no-restricted-syntax: Render text as text",
    allowed: [["app/page.tsx", `export const a = <p>x</p>;`]],
  },
  {
    what: "any",
    refused: [["src/server/page.ts", `export const a = (x: any) => String(x);`]],
    says: "no-explicit-any",
    allowed: [["src/server/page.ts", `export const a = (x: unknown) => String(x);`]],
  },
  {
    what: "the non-null assertion",
    refused: [["local/clerk/store.ts", `export const a = (x: string | null) => x!.length;`]],
    says: "no-non-null-assertion",
    allowed: [["local/clerk/store.ts", `export const a = (x: string | null) => x?.length;`]],
  },
  {
    what: "casts in routers",
    refused: [
      [
        "src/server/task/router.ts",
        `// Guarantee: none.\nexport const a = (x: unknown) => x as string;`,
      ],
    ],
    says: "consistent-type-assertions",
    allowed: [
      ["src/server/task/router.ts", `export const a = ["x"] as const;`],
      [
        "src/server/trpc/router.ts",
        `// Guarantee: a test.\nexport const a = (x: unknown) => x as string;`,
      ],
    ],
  },
  {
    what: "casts that explain nothing",
    refused: [
      ["src/server/db/open.ts", `export const a = (x: unknown) => x as string;`],
      [
        "src/server/db/open.ts",
        `// Far away.\n\nexport const b = 1;\n\nexport const a = (x: unknown) => x as string;`,
      ],
    ],
    says: "gatehouse/explained-cast",
    allowed: [
      [
        "src/server/db/open.ts",
        `// Guarantee: callers pass text.\nexport const a = (x: unknown) => x as string;`,
      ],
      ["src/server/db/open.ts", `export const a = { b: 1 } as const;`],
      ["tests/unit/x.ts", `export const a = (x: unknown) => x as string;`],
    ],
  },
  {
    what: "comments that switch rules off in the application",
    refused: [
      ["src/server/me/read.ts", `// eslint-disable-next-line\n${use("pg")}`],
      ["app/page.tsx", `/* eslint-disable */\n${use("pg")}`],
    ],
    says: "gatehouse/walls: The raw database client",
    allowed: [],
  },
];

describe.each(walls)("$what", ({ refused, allowed, says }) => {
  test.each(refused)("refused in %s: %s", async (file, code) => {
    expect(await findings(file, code)).toEqual(
      expect.arrayContaining([expect.stringContaining(says) as unknown]),
    );
  });

  test.each(allowed)("allowed in %s: %s", async (file, code) => {
    expect(await findings(file, code)).toEqual([]);
  });
});

test.each(["app/page.tsx", "src/server/db/pool.ts", "local/dev.ts", "tests/unit/x.test.ts"])(
  "%s is held to the rules that need types",
  async (file) => {
    const real = new ESLint({ cwd: root });
    // Guarantee: calculateConfigForFile answers a flat configuration; its type says any.
    const config = (await real.calculateConfigForFile(`${root}${file}`)) as {
      rules: Record<string, [severity: number]>;
    };
    for (const rule of [
      "no-floating-promises",
      "no-misused-promises",
      "no-unsafe-assignment",
      "no-unsafe-call",
    ]) {
      expect(config.rules[`@typescript-eslint/${rule}`]?.[0]).toBe(2);
    }
  },
);
