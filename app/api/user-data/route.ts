import { answer } from "@/src/server/http/answer";

/** The signed-in person: 401 signed out. */
export function GET(): Promise<Response> {
  return answer((caller) => caller.me.get());
}
