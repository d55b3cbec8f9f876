import { keyHost, type Env } from "@/src/env";

/** Where browsers reach Clerk's Frontend API; null where it is passed on below our own origin. */
export function clerkOriginOf(
  env: Pick<Env, "NEXT_PUBLIC_CLERK_PROXY_URL" | "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY">,
): string | null {
  const proxy = env.NEXT_PUBLIC_CLERK_PROXY_URL;
  if (proxy?.startsWith("/")) return null;
  return proxy
    ? new URL(proxy).origin
    : `https://${keyHost(env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)}`;
}
