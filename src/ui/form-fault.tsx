"use client";

import { readFault } from "@/src/client/fault";

/** What went wrong with the form as a whole; nothing when one of its fields says it already. */
export function FormFault({ error, fields }: { error: unknown; fields: readonly string[] }) {
  if (!error) return null;
  const fault = readFault(error);
  if (fault.code === "cancelled") return null;
  if (fields.some((field) => fault.fields[field])) return null;
  return <FaultNote message={fault.message} requestId={fault.requestId} />;
}

/** Why something was not done, and the name of the request in the server's log. */
export function FaultNote({ message, requestId }: { message: string; requestId: string | null }) {
  return (
    <p role="alert" className="rounded-control bg-danger-subtle px-3 py-2 text-small text-danger">
      {message}
      {requestId && (
        <span className="mt-1 block font-mono text-xs break-all">Request {requestId}</span>
      )}
    </p>
  );
}
