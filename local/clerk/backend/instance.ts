import type { App } from "../http.ts";
import { jwks } from "../tokens.ts";

/** Keys, and what the middleware asks for. */
export function addInstanceRoutes(app: App): void {
  app.get("/v1/jwks", (c) => c.json(jwks(c.get("call"))));
}
