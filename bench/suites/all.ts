import type { Suite } from "../measure/report.ts";

/** In the order in which `npm run bench` runs them. Each is loaded by itself: they set up what they need as they load. */
export const suites: Readonly<Record<string, () => Promise<{ readonly suite: Suite }>>> = {
  scoped: () => import("./scoped.ts"),
  gates: () => import("./gates.ts"),
  growth: () => import("./growth.ts"),
  http: () => import("./http.ts"),
  auth: () => import("./auth.ts"),
  batch: () => import("./batch.ts"),
  webhooks: () => import("./webhooks.ts"),
  converge: () => import("./converge.ts"),
  revocation: () => import("./revocation.ts"),
  soak: () => import("./soak.ts"),
  pages: () => import("./pages.ts"),
  lighthouse: () => import("./lighthouse.ts"),
  types: () => import("./types.ts"),
};

/** Runs only when it is named: it takes long. */
export const askedForByName: readonly string[] = ["soak"];
