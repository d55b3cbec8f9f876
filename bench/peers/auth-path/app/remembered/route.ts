import { authenticateRequest } from "@/src/server/auth/request";
import { answer } from "../../answer";

/** The same, and what was verified is remembered: what serves tRPC. */
export async function GET(request: Request) {
  const { principal } = await authenticateRequest(request);
  return answer(principal);
}
