import { AppError } from "@/src/access/errors";
import { ClerkFault } from "@/src/server/clerk/api";

/** A code without anything personal, such as "clerk_refused_401". */
export function codeOfFault(error: unknown): string {
  if (error instanceof ClerkFault)
    return `clerk_${error.kind}${error.status >= 400 ? `_${error.status}` : ""}`;
  return error instanceof AppError ? error.code : "internal";
}
