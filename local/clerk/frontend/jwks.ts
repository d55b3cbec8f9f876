import type { App } from "../http.ts";
import { jwks } from "../tokens.ts";

/** Where everybody but the SDKs looks for the keys: no secret is needed to check a signature. */
export function addJwksRoute(app: App): void {
  app.get("/.well-known/jwks.json", (c) => c.json(jwks(c.get("call"))));
}
