import { answer } from "@/src/server/http/answer";

/** The active organization's projects: 401 signed out, 403 without an organization or the permission. */
export function GET(): Promise<Response> {
  return answer((caller) => caller.project.list({}));
}
