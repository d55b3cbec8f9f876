import { refuseOthers } from "@/src/server/http/refuse";
import { runScheduled } from "@/src/server/sync/schedule";

export const dynamic = "force-dynamic";
/** Seconds; the work ends a little before. */
export const maxDuration = 60;

export function POST(request: Request): Promise<Response> {
  return runScheduled(request);
}

export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("POST");
