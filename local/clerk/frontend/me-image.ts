import { updateUser } from "../domain/users.ts";
import { notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { dropImagesOf, readImage, storeImage } from "../images.ts";
import { imageJson } from "../serialize/images.ts";
import { answer, requireSession } from "./respond.ts";

/** The picture of the signed-in person. */
export function addMeImageRoutes(app: App): void {
  app.post("/v1/me/profile_image", async (c) => {
    const call = c.get("call");
    requireSession(c);
    const bytes = await readImage(c);
    const { client, user } = requireSession(c);
    const image = storeImage(call, user.id, bytes);
    updateUser(call, user, { imageId: image.id });
    return answer(c, imageJson(call, image), client);
  });

  app.delete("/v1/me/profile_image", (c) => {
    const call = c.get("call");
    const { client, user } = requireSession(c);
    if (!user.imageId) throw notFound("There is no picture to remove.");
    dropImagesOf(call, user.id);
    updateUser(call, user, { imageId: null });
    return answer(c, { object: "image", id: user.imageId, deleted: true }, client);
  });
}
