/** An application of somebody else's, to which people of this instance give access to themselves. */
export interface OAuthApplication {
  id: string;
  name: string;
  clientId: string;
  /** null for a public one; the secret itself is shown once and kept nowhere. */
  clientSecretHash: string | null;
  redirectUris: readonly string[];
  /** Separated by spaces. */
  scopes: string;
  createdAt: number;
  updatedAt: number;
}

/** An opaque one; those in JWT form are kept nowhere. */
export interface OAuthAccessToken {
  id: string;
  applicationId: string;
  clientId: string;
  userId: string;
  scopes: readonly string[];
  audience: readonly string[] | null;
  revoked: boolean;
  expiresAt: number;
  createdAt: number;
  updatedAt: number;
}
