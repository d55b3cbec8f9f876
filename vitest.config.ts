import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  resolve: {
    alias: [
      // The marker package throws outside a server component. Its own empty module stands in, rather than the condition
      // "react-server" for everything: under that React has no client half, and libraries that need it fail to load.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
      { find: /^@\//, replacement: root },
    ],
  },
  test: {
    pool: "forks",
    env: { LOG_LEVEL: "silent" },
    // A failed expectation is a failure the first time. `npm test` runs a file with a browser in it once more, and says so.
    retry: 0,
    // The default of a second is too short for a browser on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "types",
          include: ["tests/{types,mistakes}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts"],
          env: { LOG_LEVEL: "silent" },
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/integration.setup.ts"],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "clerk",
          include: ["tests/clerk/**/*.test.ts"],
          globalSetup: ["tests/clerk/setup.ts"],
          // `npm test` runs them beside the end-to-end tests.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "access",
          include: ["tests/access/*.test.ts"],
          globalSetup: ["tests/support/integration.setup.ts"],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "attacks",
          include: ["tests/attacks/*.test.ts"],
          globalSetup: ["tests/support/integration.setup.ts"],
          maxWorkers: 1,
          // Minutes on a busy machine; about one on an idle one.
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts", "tests/access/http/*.test.ts"],
          globalSetup: ["tests/support/e2e.setup.ts"],
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
