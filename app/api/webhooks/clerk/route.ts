import { refuseOthers } from "@/src/server/http/refuse";
import { receiveDelivery } from "@/src/server/sync/webhook";

export { receiveDelivery as POST };
export const { GET, HEAD, PUT, PATCH, DELETE, OPTIONS } = refuseOthers("POST");
