import { PUBLISHABLE_KEY } from "./config.ts";

/** What an application needs to know to be pointed at a running local Clerk. */
export interface ClerkAddress {
  url: string;
  secretKey: string;
  webhookSecret: string;
  jwtKey: string;
}

const PROXY_PATH = "/__clerk";

/**
 * The environment variables that point the unmodified SDKs at the local Clerk.
 *
 * - `direct`: the browser calls it on its own port, across origins. Nothing is asked of the application.
 * - `proxy`: the browser calls the application's own origin, and its middleware passes the calls on
 *   (`frontendApiProxy`). No public variable names a port, so one production build serves any.
 */
export function clerkEnvironment(
  clerk: ClerkAddress,
  arrangement: "direct" | "proxy",
): Record<string, string> {
  const common = {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
    NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in",
    NEXT_PUBLIC_CLERK_SIGN_UP_URL: "/sign-up",
    NEXT_PUBLIC_CLERK_SIGN_IN_FALLBACK_REDIRECT_URL: "/dashboard",
    NEXT_PUBLIC_CLERK_SIGN_UP_FALLBACK_REDIRECT_URL: "/dashboard",
    NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1",
    NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: "1",
    CLERK_SECRET_KEY: clerk.secretKey,
    CLERK_WEBHOOK_SIGNING_SECRET: clerk.webhookSecret,
    CLERK_JWT_KEY: clerk.jwtKey,
    CLERK_API_URL: `${clerk.url}/bapi`,
  };
  if (arrangement === "proxy") {
    return { ...common, NEXT_PUBLIC_CLERK_PROXY_URL: PROXY_PATH, CLERK_FAPI_URL: clerk.url };
  }
  const bundles = `${clerk.url}/npm/@clerk`;
  return {
    ...common,
    NEXT_PUBLIC_CLERK_PROXY_URL: clerk.url,
    NEXT_PUBLIC_CLERK_JS_URL: `${bundles}/clerk-js@6/dist/clerk.browser.js`,
    NEXT_PUBLIC_CLERK_UI_URL: `${bundles}/ui@1/dist/ui.browser.js`,
  };
}
