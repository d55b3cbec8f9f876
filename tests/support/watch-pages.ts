import type { BrowserContext } from "playwright-core";

/** Reports what a visit should not cause: errors of the page or its console, and requests to another machine, which it stops. */
export async function watchPages(
  context: BrowserContext,
  report: (problem: string) => void,
): Promise<void> {
  await context.route(
    (url) => !isThisMachine(url),
    (route) => {
      report(`left this machine: ${route.request().url()}`);
      return route.abort();
    },
  );
  // Chromium complains of them by itself, in words of its own that may change.
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      console.error(`the page's policy stopped ${blockedURI} (${effectiveDirective})`);
    });
  });
  context.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" || /hydrat/i.test(text)) {
      report(`console: ${text} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => report(`page error: ${error.error().message}`));
}

/** Closes it; what a test's own routes are still at is nobody's fault. */
export async function leave(context: BrowserContext): Promise<void> {
  for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
}

function isThisMachine(url: URL): boolean {
  if (url.protocol === "data:" || url.protocol === "blob:") return true;
  return url.hostname === "localhost" || url.hostname === "127.0.0.1";
}

/** The environment as a browser takes it. */
export function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
