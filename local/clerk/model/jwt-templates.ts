import type { Metadata } from "./metadata.ts";

export const SIGNING_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "HS256",
  "HS384",
  "HS512",
  "ES256",
  "ES384",
  "ES512",
] as const;

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** What a token for a third party says, and how long; sessions ask for one by the template's name. */
export interface JwtTemplate {
  id: string;
  name: string;
  /** With shortcodes, which are filled in when a token is made. */
  claims: Metadata;
  /** In seconds. */
  lifetime: number;
  /** How much earlier than now a token is good, in seconds. */
  allowedClockSkew: number;
  /** null: signed with the instance's own key */
  customKey: { algorithm: SigningAlgorithm; key: string } | null;
  createdAt: number;
  updatedAt: number;
}
