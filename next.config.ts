import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Clerk's keyless mode accepts, in development, headers that are signed with a key which anybody knows.
  env: { NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: "1" },
  // Loaded by Node at run time: both look for their own files beside them.
  serverExternalPackages: ["pg", "pino"],
  turbopack: { root: import.meta.dirname },
  // The default corner is where the account menu stands.
  devIndicators: { position: "bottom-right" },
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
