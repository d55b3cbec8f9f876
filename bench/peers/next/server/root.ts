import { auditRouter, invitationRouter, meRouter, memberRouter } from "./organization";
import { postRouter } from "./post";
import { projectRouter } from "./project";
import { taskRouter } from "./task";
import { createTRPCRouter } from "./trpc";

export const appRouter = createTRPCRouter({
  audit: auditRouter,
  invitation: invitationRouter,
  me: meRouter,
  member: memberRouter,
  post: postRouter,
  project: projectRouter,
  task: taskRouter,
});
