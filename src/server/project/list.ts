import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import { matching } from "@/src/server/search";
import { tasksShown } from "@/src/server/task/schema";
import type { ListProjects } from "./schema";

const shown = {
  id: true,
  name: true,
  archivedAt: true,
  createdById: true,
  createdAt: true,
} as const;

/** A page of the organization's projects, newest first, each with how many tasks it has and how many are open. */
export async function listProjects(
  db: Db<"org", "org:projects:read">,
  { archived, search, ...input }: z.infer<typeof ListProjects>,
) {
  const { where, ...page } = pageArgs("createdAt", input);
  const rows = await db.project.findMany({
    where: {
      archivedAt: archived ? { not: null } : null,
      AND: [where, matching(search, ["name"])],
    },
    ...page,
    select: shown,
  });
  const { items, nextCursor } = cutPage(rows, input.limit, (project) => project.createdAt);
  const tasks = await readTasks(db, items);
  return {
    nextCursor,
    items: items.map((project) => {
      const own = tasks.get(project.id) ?? [];
      const openTasks = own.filter(({ doneAt }) => doneAt === null).length;
      return { ...project, tasks: own.length, openTasks };
    }),
  };
}

/**
 * By a statement of its own. For `include`, Prisma asks for the compound key with the organization in a list as long as the
 * projects', and a plan for any values may then read all the organization's tasks. A count by `_count` always does.
 */
async function readTasks(db: Db<"org", "org:projects:read">, projects: readonly { id: string }[]) {
  const byProject = new Map<string, { readonly doneAt: Date | null }[]>();
  if (projects.length === 0) return byProject;
  const tasks = await db.task.findMany({
    where: { projectId: { in: projects.map(({ id }) => id) } },
    orderBy: [{ projectId: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    take: projects.length * tasksShown,
    select: { projectId: true, doneAt: true },
  });
  for (const task of tasks) {
    const known = byProject.get(task.projectId);
    if (known) known.push(task);
    else byProject.set(task.projectId, [task]);
  }
  return byProject;
}
