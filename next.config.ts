import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Development, preview and the end-to-end tests build side by side without overwriting each other.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // Loaded by Node at run time: both look for their own files beside them.
  serverExternalPackages: ["pg", "pino"],
  turbopack: { root: import.meta.dirname },
  // The default corner is where the account menu stands.
  devIndicators: { position: "bottom-right" },
  allowedDevOrigins: ["127.0.0.1"],
};

export default config;
