import { toast } from "sonner";
import { readFault } from "./fault";

/** Says in the corner that something did not happen, why, and under which name the server knows it; nothing of what they called off. */
export function notifyFault(error: unknown, what: string): void {
  const { code, message, requestId } = readFault(error);
  if (code === "cancelled") return;
  toast.error(what, { description: requestId ? `${message} (request ${requestId})` : message });
}
