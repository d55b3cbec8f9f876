import { createClerkClient } from "@clerk/backend";
import { createMiddleware } from "hono/factory";

const clerk = createClerkClient({
  secretKey: process.env["CLERK_SECRET_KEY"],
  publishableKey: process.env["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"],
  jwtKey: process.env["CLERK_JWT_KEY"],
  apiUrl: process.env["CLERK_API_URL"],
  telemetry: { disabled: true },
});

interface Variables {
  readonly auth: { readonly userId: string; readonly orgId: string };
}

export const authenticated = createMiddleware<{ Variables: Variables }>(async (c, next) => {
  const state = await clerk.authenticateRequest(c.req.raw);
  const auth = state.toAuth();
  if (!auth?.userId) return c.json({ error: "Unauthorized" }, 401);
  if (!auth.orgId) return c.json({ error: "No organization" }, 403);
  c.set("auth", { userId: auth.userId, orgId: auth.orgId });
  return next();
});
