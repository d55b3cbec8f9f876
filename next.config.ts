import type { NextConfig } from "next";

const config: NextConfig = {
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
};

export default config;
