import type { z } from "zod";
import type { Db } from "@/src/server/db/handle";
import { cutPage, pageArgs } from "@/src/server/page";
import type { ListProjects } from "./schema";

/** A page of the organization's projects, newest first, each with how many tasks it has and how many are open. */
export async function listProjects(
  db: Db<"org", "org:projects:read">,
  { archived, ...input }: z.infer<typeof ListProjects>,
) {
  const { where, ...page } = pageArgs("createdAt", input);
  const rows = await db.project.findMany({
    where: { archivedAt: archived ? { not: null } : null, ...where },
    ...page,
    include: { tasks: { select: { doneAt: true } } },
  });
  const { items, nextCursor } = cutPage(rows, input.limit, (project) => project.createdAt);
  return {
    nextCursor,
    items: items.map(({ tasks, ...project }) => ({
      ...project,
      tasks: tasks.length,
      openTasks: tasks.filter((task) => task.doneAt === null).length,
    })),
  };
}
