import type { Mistake } from "../judge.ts";

const file = "src/server/task/router.ts";
const head = (gates: string, imports = ""): string => `import { z } from "zod";
import { ${gates} } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { ListTasks, OneTask, Task, tasksShown } from "./schema";
${imports}`;

const rightList = `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .input(ListTasks)
    .output(z.array(Task))
    .query(({ ctx, input }) =>
      ctx.db.task.findMany({ where: { projectId: input.projectId }, take: tasksShown }),
    ),
  one: orgProcedure("org:projects:read")
    .input(OneTask)
    .output(Task.nullable())
    .query(({ ctx, input }) => ctx.db.task.findFirst({ where: { id: input.id } })),
});
`;

const rightDelete = `${head("orgProcedure")}
export const taskRouter = router({
  delete: orgProcedure("org:tasks:manage")
    .input(OneTask)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx, input }) =>
      ctx.db.task.delete({ where: { key: ctx.db.key(input.id) }, select: { id: true } }),
    ),
});
export const unused = [ListTasks, Task, tasksShown];
`;

const postHead = (gates: string, schemas: string, imports = ""): string => `import { z } from "zod";
import { ${gates} } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { ${schemas} } from "./schema";
${imports}`;

const rightCreate = `${postHead("protectedProcedure", "CreatePost, Post", `import { createPost } from "./write";\n\nexport const note = z.string();`)}
export const postRouter = router({
  create: protectedProcedure
    .input(CreatePost)
    .output(Post)
    .mutation(({ ctx, input }) => createPost(ctx.db, input)),
});
`;

/** What people do to the gates, and to the procedures built on them. */
export const gateMistakes: Mistake[] = [
  {
    title: "a procedure without a gate",
    file,
    mistake: `import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { router } from "@/src/server/trpc/router";

const t = initTRPC.create();

export const taskRouter = router({
  count: t.procedure.input(z.void()).output(z.number()).query(() => 1),
});
`,
    refused: ["compiler TS2322", "lint gatehouse/walls"],
    advice:
      "make it with publicProcedure, protectedProcedure, orgProcedure or adminProcedure, and finish it with query or mutation",
    right: rightList,
  },
  {
    title: "the project's own tRPC builder, past the gates",
    file,
    mistake: `import { z } from "zod";
import { t } from "@/src/server/trpc/init";

export const taskRouter = t.router({
  count: t.procedure.input(z.void()).output(z.number()).query(() => 1),
});
`,
    refused: ["lint gatehouse/walls"],
    advice:
      "Procedures come from the four gates (src/server/trpc/procedures.ts), routers from router() (src/server/trpc/router.ts).",
    right: rightList,
  },
  {
    title: "a gate that is not asked for a permission",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure()
    .input(ListTasks)
    .output(z.array(Task))
    .query(() => []),
});
export const unused = [OneTask, tasksShown];
`,
    refused: ["compiler TS2554", "lint gatehouse/advice"],
    advice: 'Name the permission that the caller needs: orgProcedure("org:projects:read").',
    right: rightList,
  },
  {
    title: "a permission that nobody has heard of",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure("tasks:read")
    .input(ListTasks)
    .output(z.array(Task))
    .query(() => []),
});
export const unused = [OneTask, tasksShown];
`,
    refused: ["compiler TS2345"],
    advice: "name one permission, as a literal: the handle is made for it",
    right: rightList,
  },
  {
    title: "a permission chosen at run time",
    file,
    mistake: `${head("orgProcedure")}
const wanted = Math.random() > 0.5 ? "org:tasks:manage" : "org:projects:read";

export const taskRouter = router({
  list: orgProcedure(wanted)
    .input(ListTasks)
    .output(z.array(Task))
    .query(() => []),
});
export const unused = [OneTask, tasksShown];
`,
    refused: ["compiler TS2345"],
    advice: "name one permission, as a literal: the handle is made for it",
    right: rightList,
  },
  {
    title: "a role in the permission's place",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure("org:admin")
    .input(ListTasks)
    .output(z.array(Task))
    .query(() => []),
});
export const unused = [OneTask, tasksShown];
`,
    refused: ["compiler TS2345"],
    advice: "name one permission, as a literal: the handle is made for it",
    right: rightList,
  },
  {
    title: "a procedure relabelled for another gate",
    file,
    mistake: `${head("orgProcedure", `import { stamp } from "@/src/server/trpc/seal";\n`)}
export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .meta(stamp({ gate: "admin", permission: null, command: false, fresh: false, stream: false }, []))
    .input(ListTasks)
    .output(z.array(Task))
    .query(() => []),
});
export const unused = [OneTask, tasksShown];
`,
    refused: ["lint gatehouse/walls", "lint gatehouse/advice"],
    advice: "Build on one of the four in src/server/trpc/procedures.ts.",
    right: rightList,
  },
  {
    title: "the organization taken from input",
    file,
    mistake: `${head("orgProcedure", "const Input = ListTasks.extend({ organizationId: z.string() });\n")}
export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .input(Input)
    .output(z.array(Task))
    .query(({ ctx, input }) =>
      ctx.db.task.findMany({
        where: { projectId: input.projectId, organizationId: input.organizationId },
        take: tasksShown,
      }),
    ),
});
export const unused = OneTask;
`,
    refused: ["compiler TS2322"],
    advice: "take the organization from ctx.member, never from input: ctx.db reaches no other",
    right: rightList,
  },
  {
    title: "the person taken from input",
    file: "src/server/post/router.ts",
    mistake: `${postHead("protectedProcedure", "Post", `import { line, prose } from "@/src/input/text";\n`)}
export const postRouter = router({
  create: protectedProcedure
    .input(z.strictObject({ userId: z.string(), title: line(160), body: prose(20_000) }))
    .output(Post)
    .mutation(({ ctx, input }) =>
      ctx.db.post.create({
        data: { title: input.title, body: input.body, slug: "s", authorId: input.userId },
      }),
    ),
});
`,
    refused: ["lint gatehouse/procedures"],
    advice:
      "Take the person from ctx.user, never from input: the database fills in whose row it is.",
    right: rightCreate,
  },
  {
    title: "no schema for what goes in",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .output(z.array(Task))
    .query(({ ctx }) => ctx.db.task.findMany({ take: tasksShown })),
});
export const unused = [OneTask, ListTasks];
`,
    refused: ["lint gatehouse/procedures"],
    advice: "State what goes in: .input(schema), or .input(z.void()) for nothing.",
    right: rightList,
  },
  {
    title: "no schema for what comes out: whole rows, personal columns too",
    file: "src/server/member/router.ts",
    mistake: `import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { ListMembers } from "./schema";

export const memberRouter = router({
  list: orgProcedure("org:members:read")
    .input(ListMembers)
    .query(({ ctx, input }) => ctx.db.user.findMany({ take: input.limit })),
});
`,
    refused: ["lint gatehouse/procedures"],
    advice: "State what comes out: .output(schema). What it does not name is not sent.",
    right: `import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";
import { listMembers } from "./list";
import { ListMembers, MemberPage } from "./schema";

export const memberRouter = router({
  list: orgProcedure("org:members:read")
    .input(ListMembers)
    .output(MemberPage)
    .query(({ ctx, input }) => listMembers(ctx.db, input)),
});
`,
  },
  {
    title: "an output that lets everything through",
    file: "src/server/member/schema.ts",
    mistake: `import { z } from "zod";

export const MemberPage = z.object({ items: z.array(z.any()), nextCursor: z.string().nullable() });
export const Member = z.object({ userId: z.string() }).loose();
`,
    refused: ["lint gatehouse/advice", "lint gatehouse/advice"],
    advice:
      "Name each field: what a schema leaves open is sent with it, personal columns too, or taken in unread.",
    right: `import { z } from "zod";

export const Member = z.object({ userId: z.string(), name: z.string().nullable() });
export const MemberPage = z.object({ items: z.array(Member), nextCursor: z.string().nullable() });
`,
  },
  {
    title: "an input that drops what it does not know",
    file: "src/server/project/router.ts",
    mistake: `import { z } from "zod";
import { ProjectId } from "@/src/access/ids";
import { orgProcedure } from "@/src/server/trpc/procedures";
import { router } from "@/src/server/trpc/router";

export const projectRouter = router({
  has: orgProcedure("org:projects:read")
    .input(z.object({ id: ProjectId }))
    .output(z.boolean())
    .query(async ({ ctx, input }) => (await ctx.db.project.count({ where: { id: input.id } })) > 0),
});
`,
    refused: ["lint gatehouse/procedures"],
    advice: "Make it a z.strictObject (and extend it as one)",
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
  {
    title: "a mutation for everybody",
    file: "src/server/post/router.ts",
    mistake: `${postHead("publicProcedure", "CreatePost", "")}
export const postRouter = router({
  create: publicProcedure
    .input(CreatePost)
    .output(z.object({ title: z.string() }))
    .mutation(({ input }) => ({ title: input.title })),
});
`,
    refused: ["lint gatehouse/procedures"],
    advice: "Build a mutation on protectedProcedure, orgProcedure or adminProcedure.",
    right: rightCreate,
  },
  {
    title: "a write in a query",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  delete: orgProcedure("org:tasks:manage")
    .input(OneTask)
    .output(z.object({ id: z.string() }))
    .query(({ ctx, input }) =>
      ctx.db.task.delete({ where: { key: ctx.db.key(input.id) }, select: { id: true } }),
    ),
});
export const unused = [ListTasks, Task, tasksShown];
`,
    refused: ["lint gatehouse/procedures"],
    advice: "Make it a mutation: a query enters read-only, and the database refuses the write.",
    right: rightDelete,
  },
  {
    title: "a subscription on a gate that asks once",
    file,
    mistake: `${head("orgProcedure", `import { streamOf } from "@/src/server/trpc/stream";\n`)}
export const taskRouter = router({
  watch: orgProcedure("org:projects:read")
    .input(ListTasks)
    .output(streamOf(z.array(Task)))
    .subscription(async function* ({ ctx, input }) {
      yield tracked(
        "1",
        await ctx.db.task.findMany({ where: { projectId: input.projectId }, take: tasksShown }),
      );
    }),
});
export const unused = OneTask;
`.replace("import { z }", 'import { tracked } from "@trpc/server";\nimport { z }'),
    refused: ["lint gatehouse/procedures"],
    advice:
      "A subscription is made with orgStream, which reads again through the gate; nothing else is.",
    right: `${head("orgStream", `import { Resume, streamOf } from "@/src/server/trpc/stream";\n`)}
export const taskRouter = router({
  watch: orgStream("org:projects:read")
    .input(ListTasks.extend(Resume))
    .output(streamOf(z.array(Task)))
    .subscription(({ ctx, input: { projectId, lastEventId } }) =>
      ctx.deliver({
        models: ["task"],
        after: lastEventId,
        read: () => ctx.db.task.findMany({ where: { projectId }, take: tasksShown }),
      }),
    ),
});
export const unused = OneTask;
`,
  },
  {
    title: "a handler that returns what the schema does not say",
    file,
    mistake: `${head("orgProcedure")}
export const taskRouter = router({
  list: orgProcedure("org:projects:read")
    .input(ListTasks)
    .output(z.array(Task))
    .query(({ ctx, input }) =>
      ctx.db.task.findMany({
        where: { projectId: input.projectId },
        take: tasksShown,
        select: { id: true, title: true },
      }),
    ),
});
export const unused = OneTask;
`,
    refused: ["compiler TS2322"],
    advice:
      "is missing the following properties from type '{ id: string; projectId: string; title: string; doneAt: Date | null; assigneeId: string | null; createdById: string; createdAt: Date; }': projectId, doneAt, assigneeId, createdById",
    right: rightList,
  },
];
