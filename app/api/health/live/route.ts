import { refuseOthers } from "@/src/server/http/refuse";

/** The process answers. */
export function GET(): Response {
  return new Response("ok", { headers: { "cache-control": "no-store" } });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("GET");
