import { adminRouter } from "@/src/server/admin/router";
import { auditRouter } from "@/src/server/audit/router";
import { deliveryRouter } from "@/src/server/delivery/router";
import { invitationRouter } from "@/src/server/invitation/router";
import { meRouter } from "@/src/server/me/router";
import { memberRouter } from "@/src/server/member/router";
import { postRouter } from "@/src/server/post/router";
import { projectRouter } from "@/src/server/project/router";
import { runRouter } from "@/src/server/run/router";
import { taskRouter } from "@/src/server/task/router";
import { router } from "./router";

export const appRouter = router({
  admin: adminRouter,
  audit: auditRouter,
  delivery: deliveryRouter,
  invitation: invitationRouter,
  me: meRouter,
  member: memberRouter,
  post: postRouter,
  project: projectRouter,
  run: runRouter,
  task: taskRouter,
});

export type AppRouter = typeof appRouter;
