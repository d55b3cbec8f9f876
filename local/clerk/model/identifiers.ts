/** An address, or all of a domain (`*@example.com`), that may sign up or may not. */
export interface Identifier {
  id: string;
  list: "allowlist" | "blocklist";
  identifier: string;
  /** Of the invitation that went out with it. */
  invitationId: string | null;
  createdAt: number;
  updatedAt: number;
}
