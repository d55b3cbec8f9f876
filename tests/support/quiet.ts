import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page, Request } from "playwright-core";

const pending = new WeakMap<Page, Set<Request>>();
/** Milliseconds without a request, and how long to wait for them. */
const [silence, patience] = [500, 20_000];

/** Keeps what a page is still being answered. A stream is not among it: it is open as long as its page is. */
export function countRequests(context: BrowserContext): void {
  context.on("page", (page) => {
    const open = new Set<Request>();
    pending.set(page, open);
    page.on("request", (request) => {
      if (!/\/api\/trpc\/\w+\.watch\b/.test(request.url())) open.add(request);
    });
    page.on("requestfinished", (request) => open.delete(request));
    page.on("requestfailed", (request) => open.delete(request));
  });
}

/** Waits until a page has loaded and asks for nothing more. */
export async function quiet(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  const until = Date.now() + patience;
  let since = Date.now();
  while (Date.now() - since < silence) {
    const open = pending.get(page);
    if (!open) throw new Error("This page's requests were not counted.");
    if (open.size > 0) since = Date.now();
    if (since > until)
      throw new Error(`Still open: ${[...open].map((request) => request.url()).join(", ")}`);
    await sleep(50);
  }
}
