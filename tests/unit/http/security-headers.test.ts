import { createHash } from "node:crypto";
import {
  unstable_doesMiddlewareMatch,
  unstable_getResponseFromNextConfig,
} from "next/experimental/testing/server.js";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { describe, expect, it } from "vitest";
import { surface } from "@/src/access/matrix/surface";
import { clerkOriginOf } from "@/src/server/auth/clerk-origin";
import {
  commonHeaders,
  makeNonce,
  pagePolicy,
  publicPolicy,
  publicSources,
  routePolicy,
} from "@/src/server/http/security-headers";
import { themeScript } from "@/src/ui/theme-script";
import { config } from "../../../middleware.ts";
import configure from "../../../next.config.ts";

/** A policy, by directive. */
function read(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
}

const production = { development: false, clerkOrigin: "https://clerk.example.com", pictures: [] };
const everyPolicy = [
  ["a page's", pagePolicy("bm9uY2U=", production)],
  ["a public page's", publicPolicy(production)],
  ["a route's", routePolicy],
] as const;

describe("the policy", () => {
  it.each(everyPolicy)("of %s answer lets nobody frame it, move its base or plug in", (_, text) => {
    const policy = read(text);
    expect(policy["frame-ancestors"]).toEqual(["'none'"]);
    expect(policy["base-uri"]).toEqual(["'none'"]);
    expect(policy["object-src"] ?? policy["default-src"]).toEqual(["'none'"]);
  });

  it.each(everyPolicy)("of %s answer evaluates no text in production", (_, text) => {
    expect(text).not.toContain("unsafe-eval");
    expect(text).not.toContain("ws:");
  });

  it("of a page runs what bears the nonce, the theme's script, and nothing else that is inline", () => {
    const hash = createHash("sha256").update(themeScript).digest("base64");
    expect(read(pagePolicy("bm9uY2U=", production))["script-src"]).toEqual([
      "'self'",
      "'nonce-bm9uY2U='",
      "'strict-dynamic'",
      `'sha256-${hash}'`,
    ]);
  });

  it("of a page reaches Clerk where it is, and where that is our own origin nowhere else", () => {
    const policy = read(pagePolicy("bm9uY2U=", production));
    expect(policy["connect-src"]).toContain("https://clerk.example.com");
    expect(policy["img-src"]).toContain("https://clerk.example.com");
    const own = pagePolicy("bm9uY2U=", { ...production, clerkOrigin: null });
    expect(own).not.toContain("example.com");
  });

  it("of a public page knows no nonce, and nobody else's machine but for pictures", () => {
    const text = publicPolicy(production);
    expect(text).not.toMatch(/nonce|ws:/);
    expect(text.match(/https?:[^ ;]*/g)).toEqual(["https://img.clerk.com"]);
    expect(read(text)["script-src"]).toEqual(["'self'", "'unsafe-inline'"]);
  });

  it("in development lets Next evaluate and reload", () => {
    const policy = read(pagePolicy("bm9uY2U=", { ...production, development: true }));
    expect(policy["script-src"]).toContain("'unsafe-eval'");
    expect(policy["connect-src"]).toContain("ws:");
  });
});

describe("a nonce", () => {
  it("has 128 bits, in a form that Next takes, and is new each time", () => {
    const made = Array.from({ length: 100 }, makeNonce);
    expect(new Set(made).size).toBe(100);
    for (const nonce of made) {
      expect(nonce).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
    }
  });
});

describe("Clerk's origin", () => {
  const key = (host: string) => `pk_live_${Buffer.from(`${host}$`).toString("base64")}`;

  it.each([
    ["the key's host", undefined, "https://clerk.example.com"],
    ["the proxy's", "https://accounts.example.com/__clerk", "https://accounts.example.com"],
    ["our own where the proxy is a path", "/__clerk", null],
  ])("is %s", (_, proxy, origin) => {
    const env = {
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key("clerk.example.com"),
      NEXT_PUBLIC_CLERK_PROXY_URL: proxy,
    };
    expect(clerkOriginOf(env)).toBe(origin);
  });
});

describe("what is sent for each place", () => {
  const origin = "https://app.example.com";
  const addressOf = (path: string) => `${origin}${path.replace(/\[.*?\]/g, "anything")}`;
  const sent = async (path: string, phase = PHASE_PRODUCTION_BUILD) =>
    (
      await unstable_getResponseFromNextConfig({
        url: addressOf(path),
        nextConfig: configure(phase),
      })
    ).headers;
  const isMatched = (path: string) =>
    unstable_doesMiddlewareMatch({ config, nextConfig: {}, url: addressOf(path) });

  it.each(surface.map((place) => [place.kind, place.path] as const))(
    "%s %s has the common headers and one policy",
    async (kind, path) => {
      const headers = await sent(path);
      for (const { key, value } of commonHeaders(false)) expect(headers.get(key)).toBe(value);
      const policy = headers.get("content-security-policy");
      if (kind === "route") expect(policy).toBe(routePolicy);
      // Either it is the same for everybody, or the middleware gives it a nonce. Never neither, never both.
      else if (isMatched(path)) expect(policy).toBeNull();
      else expect(policy).toBe(publicPolicy(production));
    },
  );

  it("keeps public pages, and no others, out of the middleware", () => {
    for (const source of publicSources)
      expect(isMatched(source.replace(":path*", "a/b"))).toBe(false);
  });

  it("leaves plain http alone in development", async () => {
    const headers = await sent("/", PHASE_DEVELOPMENT_SERVER);
    expect(headers.get("strict-transport-security")).toBeNull();
    expect((await sent("/")).get("strict-transport-security")).toBe("max-age=31536000");
  });
});
