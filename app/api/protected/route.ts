import { answer } from "@/src/server/http/answer";

/** Platform administrators: 401 signed out, 403 for everybody else. */
export function GET(): Promise<Response> {
  return answer((caller) => caller.admin.counts());
}
