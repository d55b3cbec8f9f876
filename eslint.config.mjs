import next from "@next/eslint-plugin-next";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { advice } from "./eslint/advice.mjs";
import { explainedCast } from "./eslint/explained-cast.mjs";
import { importWalls } from "./eslint/import-walls.mjs";
import { mistakes } from "./eslint/mistakes.mjs";
import { procedures } from "./eslint/procedures.mjs";
import { processEnv } from "./eslint/process-env.mjs";
import { walls } from "./eslint/walls.mjs";

const root = import.meta.dirname;
const code = ["**/*.{ts,tsx,mts}"];
const application = ["app/**/*.{ts,tsx}", "src/**/*.{ts,tsx}"];

/** Held everywhere in the application, by syntax. */
const forbiddenSyntax = [
  {
    selector: "ExpressionStatement[directive=/^use cache/]",
    message:
      "A cache in front of a gate outlives a revoked membership. Read through a procedure at each request.",
  },
  {
    selector:
      "JSXAttribute[name.name='dangerouslySetInnerHTML'], Property[key.name='dangerouslySetInnerHTML'], Property[key.value='dangerouslySetInnerHTML']",
    message: "Render text as text: React escapes it. Markup from people would run as code.",
  },
];

export default defineConfig(
  {
    ignores: [
      "**/node_modules/**",
      "**/.next*/**",
      ".local/**",
      "coverage/**",
      "public/**",
      "src/server/db/generated/**",
      "**/next-env.d.ts",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: code,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: {
      gatehouse: {
        rules: {
          advice,
          procedures,
          walls: importWalls,
          "process-env": processEnv,
          "explained-cast": explainedCast,
        },
      },
    },
    rules: {
      "gatehouse/walls": ["error", { root, walls }],
      "gatehouse/process-env": "error",
      "no-restricted-syntax": ["error", ...forbiddenSyntax],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      // A number in a text reads as one thinks.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => close()` as a handler is plain; only a confused value matters.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // An async function without await still turns a throw into a rejection, which is often the point.
      "@typescript-eslint/require-await": "off",
      // React's event handlers may be async.
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  {
    // Comments cannot switch a rule off here: the walls are part of the design.
    files: application,
    linterOptions: { noInlineConfig: true },
    rules: {
      "gatehouse/explained-cast": "error",
      "gatehouse/advice": ["error", { root, mistakes }],
      "gatehouse/procedures": "error",
    },
  },
  {
    files: ["src/server/*/router.ts"],
    ignores: ["src/server/trpc/router.ts"],
    rules: {
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
    },
  },
  {
    files: [
      "src/env.ts",
      "src/server/log.ts",
      "next.config.ts",
      "vitest.config.ts",
      "prisma.config.ts",
      "{local,prisma,tests,bench}/**/*.{ts,tsx}",
    ],
    rules: { "gatehouse/process-env": "off" },
  },
  {
    // Next itself sets NEXT_RUNTIME, and the bundler removes the branch that it rules out.
    files: ["instrumentation.ts"],
    rules: { "gatehouse/process-env": ["error", { allow: ["NEXT_RUNTIME"] }] },
  },
  {
    files: ["**/*.tsx", "src/{client,ui}/**/*.ts"],
    extends: [reactHooks.configs.flat["recommended-latest"]],
  },
  {
    files: ["app/**/*.{ts,tsx}", "src/**/*.tsx"],
    plugins: { "@next/next": next },
    rules: { ...next.configs.recommended.rules, ...next.configs["core-web-vitals"].rules },
  },
  {
    files: ["tests/**/*.{ts,tsx}", "bench/**/*.ts"],
    rules: {
      // A test reaches where the types do not let it, to see that nothing is there.
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
