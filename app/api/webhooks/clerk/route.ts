import { receiveDelivery } from "@/src/server/sync/webhook";

export { receiveDelivery as POST };
