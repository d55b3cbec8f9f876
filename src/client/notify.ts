import { toast } from "sonner";
import { readFault } from "./fault";

/** Says in the corner that something did not happen, why, and under which name the server knows it. */
export function notifyFault(error: unknown, what: string): void {
  const { message, requestId } = readFault(error);
  toast.error(what, { description: requestId ? `${message} (request ${requestId})` : message });
}
