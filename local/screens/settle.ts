import type { BrowserContext, Page } from "playwright-core";

/** Waits until nothing more comes: fonts, pictures, Clerk's parts, lists; and until the page has been still for a moment. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.evaluate(async () => {
    const started = performance.now();
    let moved = performance.now();
    new MutationObserver(() => (moved = performance.now())).observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    await document.fonts.ready;
    // No function with a name in here: what turns TypeScript into JavaScript would write a helper into it that pages do not have.
    for (let waiting = true; waiting;) {
      if (performance.now() - started > 15_000) throw new Error("the page never came to rest");
      await new Promise((resolve) => setTimeout(resolve, 50));
      waiting =
        performance.now() - moved < 250 ||
        document.querySelector(".animate-pulse, .cl-spinner") !== null ||
        [...document.images].some((image) => {
          const { top, bottom, width } = image.getBoundingClientRect();
          const shown = width > 0 && bottom > 0 && top < innerHeight;
          return !image.complete && (shown || image.loading !== "lazy");
        });
    }
  });
}

interface Shift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: unknown }[];
}

/** Has each page of the context add up by how much its parts jump. */
export async function watchShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    let total = 0;
    new PerformanceObserver((list) => {
      // Guarantee: the entries of this type are of this shape.
      for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
        // Next answers 404 with an empty body, which its script fills: that loses its margin, and nothing is in it.
        const seen = sources.some(({ node }) => node !== document.body);
        if (seen && !hadRecentInput) total += value;
      }
      Reflect.set(window, "layoutShift", total);
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Since the page was loaded. */
export async function readShift(page: Page): Promise<number> {
  const total: unknown = await page.evaluate(() => Reflect.get(window, "layoutShift") as unknown);
  return typeof total === "number" ? total : 0;
}
