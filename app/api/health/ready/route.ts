import { database } from "@/src/server/db/database";
import { refuseOthers } from "@/src/server/http/refuse";

export const dynamic = "force-dynamic";

/** The database is there and keeps its side of the rules. Says no more than that: the reason is in the log at start. */
export async function GET(): Promise<Response> {
  const ready = await database()
    .pool.checkNow()
    .then(
      () => true,
      () => false,
    );
  return new Response(ready ? "ready" : "not ready", {
    status: ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("GET");
