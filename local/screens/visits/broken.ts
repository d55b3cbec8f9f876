import type { Visit } from "../screen.ts";
import { at, signedInAs } from "../steps.ts";

/** The database ends. */
export const broken: Visit = {
  who: "When something is broken",
  async enter(page, world) {
    await signedInAs("alice@acme.test")(page);
    await world.breakDown();
  },
  screens: [
    {
      name: "error",
      title: "Error",
      path: "/org/[slug]/dashboard",
      says: "what happened, the reference that the log has too, and the way to try again",
      open: at("/org/acme/dashboard"),
    },
  ],
};
