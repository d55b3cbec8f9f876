import { z } from "zod";
import { readBody } from "../body.ts";
import { ClerkError, invalidParam, notFound } from "../errors.ts";
import type { App } from "../http.ts";
import { newId } from "../ids.ts";
import type { Call } from "../instance.ts";
import type { RedirectUrl } from "../model/redirect-urls.ts";
import { paginate, sortBy } from "../pages.ts";
import { redirectUrlJson } from "../serialize/application.ts";
import { gone, pageOrList } from "./respond.ts";

export function addRedirectUrlRoutes(app: App): void {
  app.get("/v1/redirect_urls", (c) => {
    const all = c.get("call").store.redirectUrls.values();
    const sorted = sortBy(c, all, { created_at: (one) => one.createdAt });
    return pageOrList(c, paginate(c, sorted, redirectUrlJson));
  });

  app.post("/v1/redirect_urls", async (c) => {
    const call = c.get("call");
    const { url } = await readBody(c, z.object({ url: z.string() }));
    if (!URL.canParse(url)) throw invalidParam("url", "must be a URL");
    if (call.store.redirectUrls.find((one) => one.url === url)) {
      throw new ClerkError(400, "duplicate_record", `${url} is there already.`);
    }
    const now = call.clock.tick();
    const record = { id: newId("ru"), url, createdAt: now, updatedAt: now };
    return c.json(redirectUrlJson(call.store.redirectUrls.put(record)));
  });

  app.get("/v1/redirect_urls/:id", (c) =>
    c.json(redirectUrlJson(getRedirectUrl(c.get("call"), c.req.param("id")))),
  );

  app.delete("/v1/redirect_urls/:id", (c) => {
    const call = c.get("call");
    const { id } = getRedirectUrl(call, c.req.param("id"));
    call.store.redirectUrls.delete(id);
    return gone(c, "redirect_url", id);
  });
}

function getRedirectUrl(call: Call, id: string): RedirectUrl {
  const found = call.store.redirectUrls.get(id);
  if (!found) throw notFound(`No redirect url was found with id ${id}`);
  return found;
}
