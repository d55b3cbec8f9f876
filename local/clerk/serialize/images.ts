import type { Call } from "../instance.ts";
import type { Image } from "../model/images.ts";

/**
 * The picture of a user or an organization: the uploaded one, or else a drawn one, which everybody has. Its address must
 * be one that the asker can reach.
 */
export function imageUrl(
  call: Pick<Call, "publicUrl">,
  ownerId: string,
  imageId: string | null = null,
): string {
  // By this word the components know that there is nothing to remove.
  const path = imageId ? `images/${imageId}` : `avatars/${ownerId}?avatar_placeholder`;
  return `${call.publicUrl}/${path}`;
}

/** What an upload answers. */
export function imageJson(call: Pick<Call, "publicUrl">, image: Image) {
  return {
    object: "image",
    id: image.id,
    name: null,
    public_url: imageUrl(call, image.ownerId, image.id),
  };
}
