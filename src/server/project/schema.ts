import { z } from "zod";
import { ProjectId } from "@/src/access/ids";
import { PageInput, pageOf } from "@/src/server/page";
import { Resume } from "@/src/server/trpc/stream";
import { ProjectFields } from "@/src/input/project";
import { SearchTerm } from "@/src/input/text";

export const Project = z.object({
  id: ProjectId,
  name: z.string(),
  archivedAt: z.date().nullable(),
  createdById: z.string(),
  createdAt: z.date(),
});
export type Project = z.infer<typeof Project>;

export const ProjectPage = pageOf(Project.extend({ openTasks: z.number(), tasks: z.number() }));

export const ListProjects = PageInput.extend({
  archived: z.boolean().default(false),
  /** Part of a name. */
  search: SearchTerm.default(""),
});
export const WatchProjects = ListProjects.omit({ cursor: true }).extend(Resume);
export const OneProject = z.strictObject({ id: ProjectId });
export const CreateProject = ProjectFields;
export const RenameProject = ProjectFields.extend({ id: ProjectId });
export const ArchiveProject = z.strictObject({ id: ProjectId, archived: z.boolean() });
