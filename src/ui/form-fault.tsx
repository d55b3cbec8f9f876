"use client";

import { readFault } from "@/src/client/fault";

/** What the server found wrong with one field. */
export function fieldFault(error: unknown, field: string): string | null {
  return error ? (readFault(error).fields[field] ?? null) : null;
}

/** What went wrong with the form as a whole; nothing when one of its fields says it already. */
export function FormFault({ error, fields }: { error: unknown; fields: readonly string[] }) {
  if (!error) return null;
  const fault = readFault(error);
  if (fault.code === "cancelled") return null;
  if (fields.some((field) => fault.fields[field])) return null;
  return (
    <p role="alert" className="rounded-control bg-danger-subtle px-3 py-2 text-small text-danger">
      {fault.message}
      {fault.requestId && (
        <span className="mt-1 block font-mono text-xs break-all">Request {fault.requestId}</span>
      )}
    </p>
  );
}
