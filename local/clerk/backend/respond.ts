import type { Context } from "hono";
import type { Env } from "../http.ts";
import type { Page } from "../pages.ts";

/** Some of Clerk's lists are older than its pages: they are bare unless a page is asked for. */
export function pageOrList<T>(c: Context<Env>, page: Page<T>): Response {
  return c.req.query("paginated") === "true" ? c.json(page) : c.json(page.data);
}

export function gone(c: Context<Env>, object: string, id: string): Response {
  return c.json({ object, id, deleted: true });
}
