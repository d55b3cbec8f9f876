"use client";

import { readFault } from "@/src/client/fault";
import { ErrorPanel } from "./error-panel";

/** A list or a detail that could not be read: why, under which request id, and again. */
export function CallFailed({
  what,
  error,
  onRetry,
}: {
  what: string;
  error: unknown;
  onRetry: () => void;
}) {
  const { message, requestId } = readFault(error);
  return <ErrorPanel title={what} message={message} reference={requestId} onRetry={onRetry} />;
}
