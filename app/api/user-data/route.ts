import { answer } from "@/src/server/http/answer";
import { refuseOthers } from "@/src/server/http/refuse";

/** The signed-in person: 401 signed out. */
export function GET(): Promise<Response> {
  return answer((caller) => caller.me.get());
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("GET");
