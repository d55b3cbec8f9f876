import { missing, type Contract } from "../contract.ts";

const REASON =
  "A beta of Clerk's; a session from the Backend API or a sign-in token serves an agent here.";

export const agentTasks: Contract<"agentTasks"> = {
  create: missing(REASON, ({ api }) =>
    api.agentTasks.create({
      onBehalfOf: { userId: "user_x" },
      permissions: "*",
      agentName: "a",
      taskDescription: "t",
      redirectUrl: "http://localhost:3000",
    }),
  ),
  revoke: missing(REASON, ({ api }) => api.agentTasks.revoke("task_x")),
};
