import type { FoundBrowser } from "../../local/browser/find.ts";

/** What the set-up hands to the tests' processes; plain data, because it is sent there. */
export interface Served {
  readonly root: string;
  readonly appUrl: string;
  readonly clerkUrl: string;
  readonly clerkSecretKey: string;
  /** The local Clerk's key file: with its signing key a test can make tokens that Clerk would not. */
  readonly clerkKeys: string;
  readonly databaseOwnerUrl: string;
  /** The application's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that the servers' lines go to. */
  readonly logs: { readonly clerk: string; readonly next: string };
  readonly browser: FoundBrowser;
}

declare module "vitest" {
  interface ProvidedContext {
    served: Served;
  }
}
