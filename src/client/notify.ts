import { toast } from "sonner";
import { readFault } from "./fault";

/** Says in the corner that something did not happen, why, and under which name the server knows it; nothing of what they called off. */
export function notifyFault(error: unknown, what: string): void {
  const { code, message, requestId } = readFault(error);
  if (code === "cancelled") return;
  toast.error(what, { description: requestId ? `${message} (request ${requestId})` : message });
}

const slow = "slow";

/** Stays in the corner as long as some answer is slow. */
export function notifySlow(isSlow: boolean): void {
  if (!isSlow) toast.dismiss(slow);
  else
    toast.loading("This takes longer than usual", {
      id: slow,
      description: "Your click was taken. The connection may be slow.",
    });
}
