import type { Visit } from "./screen.ts";
import { administration, impersonation } from "./visits/administration.ts";
import { broken } from "./visits/broken.ts";
import { open } from "./visits/open.ts";
import { member, organization } from "./visits/organization.ts";
import { start } from "./visits/start.ts";

/** In this order: who makes something comes after who would see it, and nothing comes after the database is gone. */
export const visits: readonly Visit[] = [
  open,
  organization,
  member,
  administration,
  impersonation,
  start,
  broken,
];

/** Pages that have no picture, and why. */
export const withoutPicture: Readonly<Record<string, string>> = {
  "/org/[slug]": "only sends on to the organization's projects",
};
