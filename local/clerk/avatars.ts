import { createHash } from "node:crypto";
import type { App } from "./http.ts";
import type { Instance } from "./instance.ts";
import { primaryEmail } from "./serialize/user.ts";

/** A drawn picture for every user and organization: initials on a colour that follows from the id. */
export function addAvatarRoutes(app: App, instance: Instance): void {
  app.get("/avatars/:id", (c) => {
    const id = c.req.param("id");
    const hue = createHash("sha1").update(id).digest().readUInt16BE(0) % 360;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="128" height="128">
<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 65% 52%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 70% 40%)"/></linearGradient></defs>
<rect width="64" height="64" fill="url(#g)"/>
<text x="32" y="41" font-family="system-ui,sans-serif" font-size="26" font-weight="600" text-anchor="middle" fill="#fff">${initials(instance, id)}</text>
</svg>`;
    return c.body(svg, 200, { "content-type": "image/svg+xml", "cache-control": "no-cache" });
  });
}

function initials(instance: Instance, id: string): string {
  const user = instance.store.users.get(id);
  const named = user && [user.firstName, user.lastName].filter(Boolean).join(" ");
  const name =
    named ||
    (user && primaryEmail(user)?.emailAddress) ||
    instance.store.organizations.get(id)?.name;
  const words = (name ?? "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // Letters and digits only, so nothing in a name can be markup.
  return (named ? words.slice(0, 2) : words.slice(0, 1))
    .map((word) => /^./u.exec(word)?.[0].toUpperCase() ?? "")
    .join("");
}
