import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { authenticated } from "./auth.ts";
import { listTasks } from "./tasks.ts";

const app = new Hono();

app.get("/health", (c) => c.text("ok"));

app.get("/api/projects/:projectId/tasks", authenticated, async (c) => {
  const { orgId } = c.get("auth");
  return c.json(await listTasks(orgId, c.req.param("projectId")));
});

serve({ fetch: app.fetch, port: Number(process.env["PORT"]), hostname: "localhost" });
