/** What is read and thrown away of a body that is too large: whoever went a little too far still hears why. */
const patience = 10 * 1024 * 1024;

/** A body that comes so slowly that it is not here by then (milliseconds) is given up: whoever sends it holds nothing for ever. */
const slowest = 30_000;

export type BodyFault = "too_large" | "bad_input" | "too_slow";

/**
 * The body's bytes. `too_large` when there are more than `limit` (it keeps no more than that), `bad_input` when they break off,
 * `too_slow` when they are not all here in time.
 */
export async function readBody(
  request: Request,
  limit: number,
  withinMs = slowest,
): Promise<Buffer | BodyFault> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return "too_large";
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  let late: NodeJS.Timeout | undefined;
  const deadline = new Promise<"too_slow">((resolve) => {
    late = setTimeout(resolve, withinMs, "too_slow");
  });
  try {
    return await Promise.race([readAll(reader, limit), deadline]);
  } finally {
    clearTimeout(late);
    // Giving up ends the connection, and with it, perhaps, the answer. After the end it does nothing.
    reader.cancel().catch(() => undefined);
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: number,
): Promise<Buffer | BodyFault> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > limit + patience) break;
      if (size <= limit) chunks.push(part.value);
      else chunks = [];
    }
  } catch {
    return "bad_input"; // The sender went away, or its chunks are malformed.
  }
  return size > limit ? "too_large" : Buffer.concat(chunks);
}

/** Whether a body says that it is JSON as it stands: in UTF-8 (named or not), and not compressed. */
export function isJson(request: Request): boolean {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  const [type, ...parameters] = (request.headers.get("content-type") ?? "")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  return (
    encoding === "identity" &&
    type === "application/json" &&
    (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
  );
}

/** Whether the bytes are text: decoding them would otherwise put other characters in their place, unasked. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
