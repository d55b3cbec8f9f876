/**
 * What may import what. Each wall names its targets, where it stands, and who may pass.
 * `to`: project files without their extension ("src/server/db/pool") or packages ("pg").
 * `inside`: the files that the wall applies to; everywhere when absent. `except`: files that may pass.
 * `types`: `import type` may pass. `client`: stands only in files that say "use client".
 */

const tooling = /^(local|prisma|tests|bench)\/|^prisma\.config\.ts$/;
const nouns = /^src\/server\/(?!(auth|clerk|db|http|sync|trpc)\/)[^/]+\//;
const interfaceFolders = /^(app|src\/client|src\/ui)\//;

export const walls = [
  {
    name: "raw-client",
    to: [/^src\/server\/db\/generated(\/|$)/, /^pg(\/|$)/, /^@prisma\//, /^prisma(\/config)?$/],
    except: [/^src\/server\/db\//, tooling],
    message:
      "The raw database client stays in src/server/db. Take the handle you need as an argument (`db: Db<…>`) and let a gate pass it.",
  },
  {
    name: "gate",
    to: [/^src\/server\/db\/gate$/],
    except: [/^src\/server\/db\//, /^src\/server\/trpc\/procedures\.ts$/, /^(tests|bench)\//],
    types: true,
    message:
      "Only src/server/trpc/procedures.ts opens handles. Build on publicProcedure, protectedProcedure, orgProcedure or adminProcedure.",
  },
  {
    name: "audit",
    to: [/^src\/server\/db\/audit$/],
    except: [/^src\/server\/db\//, /^src\/server\/trpc\/audit\.ts$/, /^(tests|bench)\//],
    message:
      "The gates record what was done and what was refused (src/server/trpc/procedures.ts). A procedure leaves its row by being called.",
  },
  {
    name: "database",
    to: [/^src\/server\/db\/database$/],
    except: [
      /^src\/server\/db\//,
      /^src\/server\/start\.ts$/,
      /^app\/api\/health\//,
      /^prisma\/seed/,
      /^(local|tests|bench)\//,
    ],
    message:
      "The process's database is for src/server/db, the start and the health check. Use `ctx.db`.",
  },
  {
    name: "database-internals",
    to: [/^src\/server\/db\/(prisma|pool|scope|statement|open)$/],
    except: [/^src\/server\/db\//, /^local\/why\//, /^(tests|bench)\//],
    message: "How a statement gets its scope is the business of src/server/db. Use `ctx.db`.",
  },
  {
    name: "sync-handle",
    to: [/^src\/server\/db\/sync$/],
    except: [/^src\/server\/(db|sync)\//, /^(tests|bench)\//],
    message: "Only src/server/sync writes the mirror of Clerk.",
  },
  {
    name: "clerk-api",
    to: [/^src\/server\/clerk\//],
    except: [
      /^src\/server\/(clerk|sync)\//,
      /^src\/server\/trpc\/procedures\.ts$/,
      /^(tests|bench)\//,
    ],
    message:
      "Clerk is called in src/server/clerk and by the sync, never inside a transaction. A change at Clerk is a command, which runs after the commit.",
  },
  {
    name: "refusal",
    to: [/^src\/server\/db\/refusal$/],
    except: [
      /^src\/server\/db\//,
      /^src\/server\/trpc\/fault\.ts$/,
      /^local\/why\//,
      /^(tests|bench)\//,
    ],
    message:
      "The database's errors are mapped in src/server/trpc/fault.ts. Throw an AppError of src/access/errors.ts.",
  },
  {
    name: "clerk-server",
    to: [/^@clerk\/nextjs\/server$/, /^@clerk\/backend(\/|$)/],
    except: [/^src\/server\/auth\//, /^middleware\.ts$/, tooling],
    message:
      "Clerk's server SDK stays in src/server/auth. Read the principal from the context, or call readPrincipal() of src/server/auth/session.ts.",
  },
  {
    name: "clerk-webhooks",
    to: [/^@clerk\/nextjs\/webhooks$/, /^@clerk\/backend\/webhooks$/],
    message:
      "verifyWebhook drops the envelope's timestamp, by which deliveries are ordered. Verify the raw bytes with svix in src/server/sync.",
  },
  {
    name: "route-matcher",
    to: [/^@clerk\/nextjs\/server$/],
    names: ["createRouteMatcher"],
    message:
      "Middleware is not a gate, and its patterns part from Next's. Let each page ask requirePerson() of src/server/auth/guard.ts, and each procedure its gate.",
  },
  {
    name: "provider",
    to: [/^@clerk\/(nextjs|react)$/],
    names: ["ClerkProvider"],
    except: [/^src\/ui\/frame\/identity\.tsx$/],
    message:
      "Mount IdentityProvider of src/ui/frame/identity.tsx in the layout that needs it, inside <body>: public pages load none of it.",
  },
  {
    name: "second-call",
    to: [/^src\/server\/trpc\/(caller|root|server|published)$/],
    inside: nouns,
    message:
      "Call the other noun's service with ctx.db: a second call would be a second transaction, which does not see the first.",
  },
  {
    name: "request",
    to: [/^next\/headers$/],
    inside: nouns,
    message:
      "Take who is calling from ctx: what a header or cookie says is verified in src/server/auth alone.",
  },
  {
    name: "init-trpc",
    to: [/^@trpc\/server(\/|$)/],
    names: ["initTRPC"],
    except: [/^src\/server\/trpc\/init\.ts$/, /^(tests|bench)\//],
    message:
      "Procedures come from the four gates (src/server/trpc/procedures.ts), routers from router() (src/server/trpc/router.ts).",
  },
  {
    name: "seal",
    to: [/^src\/server\/trpc\/seal$/],
    names: ["stamp"],
    except: [/^src\/server\/trpc\/procedures\.ts$/],
    message:
      "Only a gate stamps a procedure. Build on one of the four in src/server/trpc/procedures.ts.",
  },
  {
    name: "init-trpc",
    to: [/^src\/server\/trpc\/init$/],
    except: [/^src\/server\/trpc\/(procedures|router|caller)\.ts$/, /^(tests|bench)\//],
    message:
      "Procedures come from the four gates (src/server/trpc/procedures.ts), routers from router() (src/server/trpc/router.ts).",
  },
  {
    name: "stand-ins",
    to: [/^(local|tests|bench|prisma)\//],
    inside: /^(app|src)\/|^(middleware|instrumentation|next\.config)\.ts$/,
    message:
      "The application knows nothing of the stand-ins, tests and commands. Move what both need to src/.",
  },
  {
    name: "interface",
    to: [/^src\/server\//, /^src\/env$/],
    inside: interfaceFolders,
    except: [/^app\//],
    types: true,
    message:
      "The interface imports from src/access and the router's type (`import type`), and nothing else of the server. Call a procedure.",
  },
  {
    name: "interface",
    to: [/^src\/server\//, /^src\/env$/],
    inside: /^app\//,
    client: true,
    types: true,
    message:
      "A client component imports from src/access and the router's type (`import type`), and nothing else of the server. Call a procedure.",
  },
  {
    name: "routes",
    // What an address may say is what a procedure takes: its schema, which reads nothing.
    to: [
      /^src\/server\/(?!trpc\/(server|fault|published)$|auth\/|http\/|[\w-]+\/(?:[\w-]+-)?schema$)/,
    ],
    inside: /^app\/(?!api\/)/,
    types: true,
    message:
      "A page gets its data from a procedure: getCaller() or getHydration() of src/server/trpc/server.ts.",
  },
  {
    name: "routes",
    to: [/^src\/server\/(?!trpc\/(server|published)$|auth\/|http\/|sync\/|db\/database$)/],
    inside: /^app\/api\//,
    types: true,
    message:
      "A route only hands over: to src/server/http, src/server/sync, or a procedure through src/server/trpc/server.ts.",
  },
  {
    name: "pure-access",
    to: [/^(?!zod$|src\/access\/)/],
    inside: /^src\/access\//,
    message: "src/access is pure and runs in the browser too: it imports zod and itself alone.",
  },
  {
    name: "pure-input",
    to: [/^(?!zod$|src\/(access|input)\/)/],
    inside: /^src\/input\//,
    message:
      "src/input is what forms and procedures share, and runs in the browser too: it imports zod, src/access and itself alone.",
  },
  {
    name: "no-cache",
    to: [/^next\/cache$/],
    names: ["unstable_cache", "unstable_cacheLife", "unstable_cacheTag", "cacheLife", "cacheTag"],
    // What nobody is let in for is the same for everybody.
    except: [/^src\/server\/trpc\/published\.ts$/],
    message:
      "A cache in front of a gate outlives a revoked membership. Read through a procedure at each request.",
  },
];
