import type { Principal } from "@/src/server/auth/principal";

/** Whom the request comes from, whole: the benchmark compares what the ways decide. */
export function answer(principal: Principal): Response {
  return Response.json(principal, { status: principal.kind === "person" ? 200 : 401 });
}
