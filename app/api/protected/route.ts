import { answer } from "@/src/server/http/answer";
import { refuseOthers } from "@/src/server/http/refuse";

/** Platform administrators: 401 signed out, 403 for everybody else. */
export function GET(): Promise<Response> {
  return answer((caller) => caller.admin.counts());
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("GET");
