import { answer } from "@/src/server/http/answer";

/** A page of the active organization's projects (`?limit=&cursor=`): 401 signed out, 403 without an organization or the permission. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const limit = searchParams.get("limit");
  return answer((caller) =>
    caller.project.list({
      cursor: searchParams.get("cursor"),
      limit: limit === null ? undefined : Number(limit),
    }),
  );
}
