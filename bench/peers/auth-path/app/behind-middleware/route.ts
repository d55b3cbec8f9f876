import { readPrincipal } from "@/src/server/auth/session";
import { answer } from "../../answer";

/** auth(), which reads the verdict of the middleware. */
export async function GET() {
  return answer(await readPrincipal());
}
