import { answer } from "@/src/server/http/answer";
import { readPageQuery } from "@/src/server/http/page-query";
import { refuseOthers } from "@/src/server/http/refuse";

/** A page of the active organization's projects (`?limit=&cursor=`): 401 signed out, 403 without an organization or the permission. */
export function GET(request: Request): Promise<Response> {
  return answer((caller) => caller.project.list(readPageQuery(request.url)));
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("GET");
