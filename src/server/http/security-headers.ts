import { createHash, randomBytes } from "node:crypto";
// Not by the alias: next.config.ts loads this file before there is one.
import { themeScript } from "../../ui/theme-script";

/**
 * The headers by which a browser is told what our answers may do (docs/security.md). All of them are made here: next.config.ts
 * sends what is the same for everybody, middleware.ts the policy of a page, with a nonce of its own each time.
 */

/** Pages that are the same for everybody: rendered ahead, kept by caches, and never with a session. As next.config.ts takes them. */
export const publicSources = ["/", "/about", "/pricing", "/blog", "/blog/:path*"] as const;

/** Features of a browser that nothing here uses. */
const features = ["camera", "microphone", "geolocation", "payment", "usb", "display-capture"];

type Headers = readonly { readonly key: string; readonly value: string }[];

/** Of every answer. */
export function commonHeaders(development: boolean): Headers {
  return [
    { key: "X-Content-Type-Options", value: "nosniff" },
    // For browsers that do not know frame-ancestors.
    { key: "X-Frame-Options", value: "DENY" },
    { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
    { key: "Permissions-Policy", value: features.map((name) => `${name}=()`).join(", ") },
    { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
    // Browsers pass over it where it does not come over https. A year; subdomains are not ours to decide for.
    ...(development ? [] : [{ key: "Strict-Transport-Security", value: "max-age=31536000" }]),
  ];
}

/** An answer of a route is data: opened as a page it may do nothing. */
export const routePolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

export interface PolicySetting {
  /** Next's development server evaluates text, and reloads over a socket. */
  readonly development: boolean;
  /** Where the browser finds Clerk's Frontend API; null where that is our own origin. */
  readonly clerkOrigin: string | null;
  /** Where pictures of people come from, besides Clerk's own service: a Clerk on this machine keeps its own. */
  readonly pictures: readonly string[];
}

/** Of a page that shows data or runs Clerk: only scripts that bear the nonce run, and what those load. */
export function pagePolicy(nonce: string, setting: PolicySetting): string {
  const { development, clerkOrigin, pictures } = setting;
  const clerk = clerkOrigin === null ? [] : [clerkOrigin];
  return written({
    ...shared,
    "script-src": [
      "'self'", // For browsers that do not know strict-dynamic, which makes the others pass over it.
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      themeHash,
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    "connect-src": ["'self'", ...clerk, ...clerkServices, ...(development ? ["ws:"] : [])],
    "img-src": ["'self'", "data:", "blob:", clerkPictures, ...clerk, ...pictures],
    "frame-src": ["'self'", botCheck],
    "worker-src": ["'self'", "blob:"],
  });
}

/**
 * Of a page that is the same for everybody. It is rendered before anybody asks, so no nonce can be in it, and the data that Next
 * writes into it changes with each publication, so no hash made at build time would fit. Inline scripts may run there, and
 * there alone: no session is read, no identity provider loaded, and what people wrote is rendered as text.
 */
export function publicPolicy(setting: Omit<PolicySetting, "clerkOrigin">): string {
  const { development, pictures } = setting;
  return written({
    ...shared,
    "script-src": ["'self'", "'unsafe-inline'", ...(development ? ["'unsafe-eval'"] : [])],
    "connect-src": ["'self'", ...(development ? ["ws:"] : [])],
    "img-src": ["'self'", "data:", clerkPictures, ...pictures],
  });
}

/** 128 bits, new for each answer. */
export function makeNonce(): string {
  return randomBytes(16).toString("base64");
}

/** Clerk's telemetry in development, and what its form loads to tell people from programs. */
const clerkServices = ["https://clerk-telemetry.com", "https://*.clerk-telemetry.com"];
const clerkPictures = "https://img.clerk.com";
const botCheck = "https://challenges.cloudflare.com";

const themeHash = `'sha256-${createHash("sha256").update(themeScript).digest("base64")}'`;

const shared = {
  "default-src": ["'self'"],
  // Clerk's components, the notices and the primitives write styles at run time, and React writes style attributes.
  "style-src": ["'self'", "'unsafe-inline'"],
  "font-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
};

function written(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
