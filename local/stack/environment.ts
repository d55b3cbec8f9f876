import { createRequire } from "node:module";
import type { loadEnvConfig as LoadEnvConfig } from "@next/env";

// Bundled CommonJS whose names Node's import cannot see. Guarantee: Next ships this package with these types.
const { loadEnvConfig } = createRequire(import.meta.url)("@next/env") as {
  loadEnvConfig: typeof LoadEnvConfig;
};

export type Mode = "dev" | "production";
export type Variables = Readonly<Record<string, string | undefined>>;

/** Which services the environment names; the others are stood in for on this machine. */
export interface Plan {
  readonly database: "given" | "local";
  readonly clerk: "given" | "local";
}

/** The shell's variables and those of the .env files, as Next itself will read them. Leaves process.env as it was. */
export function readGiven(root: string, mode: Mode): Variables {
  const before = { ...process.env };
  const quiet = { info() {}, error: console.error };
  try {
    loadEnvConfig(root, mode === "dev", quiet, true);
    const given: Record<string, string | undefined> = { ...process.env };
    // Next's mark that the files have been read: a child that inherits it would not read them again when they change.
    delete given["__NEXT_PROCESSED_ENV"];
    return given;
  } finally {
    for (const name of Object.keys(process.env)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, before);
  }
}

/**
 * One of Clerk's two keys is enough to mean the real Clerk: with only one the start fails and names the other, where the
 * stand-in would hide the slip.
 */
export function planStack(given: Variables): Plan {
  const clerk = given["CLERK_SECRET_KEY"] || given["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"];
  return {
    database: given["DATABASE_URL"] ? "given" : "local",
    clerk: clerk ? "given" : "local",
  };
}

export interface Addresses {
  readonly mode: Mode;
  readonly appPort: number;
  /** The login role's address. */
  readonly databaseUrl: string;
  /** What points the SDKs at the local Clerk; null with a real one, whose variables are given. */
  readonly clerk: Readonly<Record<string, string>> | null;
}

/** What the application's processes are told on top of what is given. */
export function appEnvironment(given: Variables, addresses: Addresses): Record<string, string> {
  const local = appUrlOf(addresses.appPort);
  const others = (given["APP_URL"] ?? "").split(",").map((origin) => origin.trim());
  return {
    NODE_ENV: addresses.mode === "dev" ? "development" : "production",
    PORT: String(addresses.appPort),
    APP_URL: [...new Set([local, ...others.filter((origin) => origin !== "")])].join(","),
    DATABASE_URL: addresses.databaseUrl,
    // The application never needs the owner's rights, so its processes do not hear of them.
    DATABASE_OWNER_URL: "",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(addresses.mode === "production" ? { ALLOW_DEVELOPMENT_KEYS: "1" } : {}),
    ...(addresses.clerk ?? givenClerk(given)),
  };
}

/** Where the pages of this application are, unless the environment says otherwise. */
const pages = {
  NEXT_PUBLIC_CLERK_SIGN_IN_URL: "/sign-in",
  NEXT_PUBLIC_CLERK_SIGN_UP_URL: "/sign-up",
  NEXT_PUBLIC_CLERK_SIGN_IN_FALLBACK_REDIRECT_URL: "/dashboard",
  NEXT_PUBLIC_CLERK_SIGN_UP_FALLBACK_REDIRECT_URL: "/onboarding",
};

function givenClerk(given: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pages).map(([name, fallback]) => [name, given[name] || fallback]),
  );
}

export function appUrlOf(port: number): string {
  return `http://localhost:${port}`;
}
