import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants";
import {
  commonHeaders,
  publicPolicy,
  publicSources,
  routePolicy,
} from "./src/server/http/security-headers";

export default function configure(phase: string): NextConfig {
  const development = phase === PHASE_DEVELOPMENT_SERVER;
  const policy = (value: string) => [{ key: "Content-Security-Policy", value }];
  // What is built to run with the Clerk of this machine shows its pictures, whichever port they come from.
  const isLocal = development || process.env["ALLOW_DEVELOPMENT_KEYS"] === "1";
  const pictures = isLocal ? ["http://localhost:*", "http://127.0.0.1:*"] : [];
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    // Clerk's keyless mode accepts, in development, headers that are signed with a key which anybody knows.
    env: { NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: "1" },
    // Loaded by Node at run time: pg and pino look for their own files beside them, the limiter for stores nobody installed.
    serverExternalPackages: ["pg", "pino", "rate-limiter-flexible"],
    turbopack: { root: import.meta.dirname },
    // The application alone: tests and tools are checked by `npm run check`.
    typescript: { tsconfigPath: "tsconfig.build.json" },
    // Seconds that a proxy in front may keep a post, which its author may take back: no longer than we do.
    expireTime: 60,
    // What is kept of public pages stays in memory, of a bounded size: anybody can ask for addresses without end.
    experimental: { isrFlushToDisk: false },
    // The default corner is where the account menu stands.
    devIndicators: { position: "bottom-right" },
    allowedDevOrigins: ["127.0.0.1"],
    // Other pages get their policy from middleware.ts.
    headers: async () => [
      { source: "/:path*", headers: [...commonHeaders(development)] },
      { source: "/api/:path*", headers: policy(routePolicy) },
      ...publicSources.map((source) => ({
        source,
        headers: policy(publicPolicy({ development, pictures })),
      })),
    ],
  };
}
