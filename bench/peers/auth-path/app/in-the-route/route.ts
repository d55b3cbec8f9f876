import { verifyRequest } from "@/src/server/auth/verify";
import { answer } from "../../answer";

/** Clerk's own verification, called once, without the middleware. */
export async function GET(request: Request) {
  const { principal } = await verifyRequest(request);
  return answer(principal);
}
