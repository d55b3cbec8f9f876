/** What is read and thrown away of a body that is too large: whoever went a little too far still hears why. */
const patience = 10 * 1024 * 1024;

/**
 * The body's bytes. `too_large` when there are more than `limit` (it keeps no more than that), `bad_input` when they break off.
 */
export async function readBody(
  request: Request,
  limit: number,
): Promise<Buffer | "too_large" | "bad_input"> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return "too_large";
  if (!request.body) return Buffer.alloc(0);
  let chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Guarantee: Node's ReadableStream is async iterable; the DOM's type does not say so.
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      // Leaving the loop ends the connection, and with it, perhaps, the answer.
      if (size > limit + patience) break;
      if (size <= limit) chunks.push(chunk);
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
