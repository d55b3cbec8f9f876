import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { findBarriers } from "./axe.ts";
import { served } from "./e2e.ts";

const folder = join(served.root, "tests", "e2e", "screenshots");

/** Wide and light comes last: that is how the page is left for what the test does next. */
const variants = [
  { width: 1280, dark: true, axe: true },
  { width: 390, dark: true, axe: false },
  { width: 390, dark: false, axe: true },
  { width: 1280, dark: false, axe: false },
];

/**
 * Pictures of a page that is open, for people to look at: wide and narrow, light and dark, as when somebody turns their phone.
 * In each it must not scroll sideways; `also` looks further. In two of them, which have both themes and both widths, axe looks
 * for what keeps people out.
 */
export async function lookAt(
  page: Page,
  name: string,
  also?: (look: string) => Promise<void>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { width, dark, axe } of variants) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    await expect.poll(() => isDark(page)).toBe(dark);
    const look = `${name}-${width}-${dark ? "dark" : "light"}`;
    await page.screenshot({
      path: join(folder, `${look}.png`),
      fullPage: true,
      animations: "disabled",
    });
    expect(await overflowOf(page), `${look} scrolls sideways`).toBeLessThanOrEqual(0);
    if (axe) expect(await findBarriers(page), `${look} keeps people out`).toEqual([]);
    await also?.(look);
  }
}

/** The theme that the page has taken on; a moment after the browser was told. */
function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.classList.contains("dark"));
}

/** How far the page reaches beyond the window's right edge, in pixels. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}
