import { z } from "zod";
import { readBody } from "../body.ts";
import { ClerkError } from "../errors.ts";
import type { App } from "../http.ts";
import type { Instance } from "../instance.ts";
import { applySeed } from "./apply.ts";
import { SeedError } from "./problems.ts";
import { seedJsonSchema } from "./schema.ts";

export function addSeedRoutes(app: App, instance: Instance): void {
  app.post("/local/seed", async (c) => {
    try {
      return c.json(await applySeed(instance, await readBody(c, z.unknown())));
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      throw new ClerkError(422, "seed_invalid", error.message, { problems: error.problems });
    }
  });

  app.get("/local/seed/schema.json", (c) => c.json(seedJsonSchema()));
}
