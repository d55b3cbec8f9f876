import { refuseOthers } from "@/src/server/http/refuse";
import { forgetAfterDelivery } from "@/src/server/trpc/published";
import { receiveDelivery } from "@/src/server/sync/webhook";

export function POST(request: Request): Promise<Response> {
  return receiveDelivery(request, forgetAfterDelivery);
}
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("POST");
