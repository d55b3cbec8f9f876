import { updateOrganization } from "../domain/organizations.ts";
import { notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { dropImagesOf, readImage, storeImage } from "../images.ts";
import { organizationJson } from "../serialize/organization.ts";
import { requireMember } from "./access.ts";
import { answer } from "./respond.ts";

const MANAGE = "org:sys_profile:manage";

/** The picture of an organization. */
export function addLogoRoutes(app: App): void {
  app.put("/v1/organizations/:org/logo", async (c) => {
    const call = c.get("call");
    requireMember(c, MANAGE);
    const bytes = await readImage(c);
    // Asked again, because much may have happened while the file was read.
    const { client, organization } = requireMember(c, MANAGE);
    const image = storeImage(call, organization.id, bytes);
    const changed = updateOrganization(call, organization, { imageId: image.id });
    return answer(c, organizationJson(call, changed), client);
  });

  app.delete("/v1/organizations/:org/logo", (c) => {
    const call = c.get("call");
    const { client, organization } = requireMember(c, MANAGE);
    if (!organization.imageId) throw notFound("There is no logo to remove.");
    dropImagesOf(call, organization.id);
    const changed = updateOrganization(call, organization, { imageId: null });
    return answer(c, organizationJson(call, changed), client);
  });
}
