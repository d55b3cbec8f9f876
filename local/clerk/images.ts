import type { Context } from "hono";
import { ClerkError, missingParam, notFound } from "./errors.ts";
import type { App } from "./http.ts";
import { newId } from "./ids.ts";
import type { Call, Instance } from "./instance.ts";
import type { Image } from "./model/images.ts";

export const IMAGE_MAX_BYTES = 10 * 1024 * 1024;
/** What surrounds the file in a multipart body. */
const MULTIPART_OVERHEAD = 64 * 1024;

/** The kinds that the components offer to upload, by the first bytes: what a file calls itself is not believed. */
const kinds: readonly { contentType: string; starts: RegExp }[] = [
  { contentType: "image/png", starts: /^\x89PNG\r\n\x1a\n/ },
  { contentType: "image/jpeg", starts: /^\xff\xd8\xff/ },
  { contentType: "image/gif", starts: /^GIF8[79]a/ },
  { contentType: "image/webp", starts: /^RIFF[^]{4}WEBP/ },
];

/** The uploaded picture: the field `file` of a multipart form, or the data URL that is the whole body. */
export async function readImage(c: Context): Promise<Buffer> {
  // Base64 makes a data URL a third longer than what it carries.
  const longest = (IMAGE_MAX_BYTES * 4) / 3 + MULTIPART_OVERHEAD;
  if (Number(c.req.header("content-length") ?? 0) > longest) throw tooLarge();
  const multipart = c.req.header("content-type")?.startsWith("multipart/form-data") ?? false;
  const bytes = multipart ? await readFile(c) : fromDataUrl(Buffer.from(await c.req.arrayBuffer()));
  if (bytes.length === 0) throw missingParam("file");
  return bytes;
}

async function readFile(c: Context): Promise<Buffer> {
  let file: FormDataEntryValue | null;
  try {
    file = (await c.req.formData()).get("file");
  } catch {
    throw new ClerkError(400, "request_body_invalid", "The request body is not a form.");
  }
  if (!(file instanceof File)) throw missingParam("file");
  return Buffer.from(await file.arrayBuffer());
}

function fromDataUrl(body: Buffer): Buffer {
  const [, base64] = /^data:[\w/+.-]+;base64,([\w+/=]+)$/.exec(body.toString("latin1")) ?? [];
  return base64 === undefined ? body : Buffer.from(base64, "base64");
}

/** Keeps a picture for a user or an organization, in place of any that it had. */
export function storeImage(call: Call, ownerId: string, bytes: Buffer): Image {
  if (bytes.length > IMAGE_MAX_BYTES) throw tooLarge();
  const start = bytes.subarray(0, 16).toString("latin1");
  const kind = kinds.find((one) => one.starts.test(start));
  if (!kind) {
    const message = "The image has to be a JPG, PNG, GIF or WEBP file.";
    throw new ClerkError(415, "image_type_not_supported", message, { param_name: "file" });
  }
  dropImagesOf(call, ownerId);
  return call.store.images.put({
    id: newId("img"),
    ownerId,
    contentType: kind.contentType,
    base64: bytes.toString("base64"),
    createdAt: call.clock.now(),
  });
}

export function dropImagesOf(instance: Pick<Instance, "store">, ownerId: string): void {
  for (const image of instance.store.images.filter((one) => one.ownerId === ownerId)) {
    instance.store.images.delete(image.id);
  }
}

/** Serves what was uploaded: as the picture that it is and nothing else, whatever is in it. */
export function addImageRoutes(app: App, instance: Instance): void {
  app.get("/images/:id", (c) => {
    const image = instance.store.images.get(c.req.param("id"));
    if (!image) throw notFound("Image not found");
    return c.body(new Uint8Array(Buffer.from(image.base64, "base64")), 200, {
      "content-type": image.contentType,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, max-age=31536000, immutable",
    });
  });
}

function tooLarge(): ClerkError {
  const message = "The image is larger than 10MB. Please choose a smaller one.";
  return new ClerkError(413, "image_too_large", message, { param_name: "file" });
}
