import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import {
  fileOf,
  themes,
  widthNames,
  widths,
  type Screen,
  type Visit,
  type Width,
  type World,
} from "./screen.ts";
import { readShift, settle, watchShifts } from "./settle.ts";

export interface Options {
  /** Where the pictures go. */
  readonly out: string;
  /** Whole pages rather than what fits the window. */
  readonly full: boolean;
  /** Only these screens. */
  wanted(screen: Screen): boolean;
  tell(text: string): void;
}

/** By how much a page jumped while it loaded. */
export interface Jump {
  readonly screen: Screen;
  readonly width: Width;
  readonly shift: number;
}

const quality = 66;

/** What somebody sees, in one context: they sign in once. */
export async function takeVisit(
  browser: Browser,
  world: World,
  visit: Visit,
  options: Options,
): Promise<Jump[]> {
  const screens = visit.screens.filter((screen) => options.wanted(screen));
  if (screens.length === 0) return [];
  const context = await browser.newContext({
    baseURL: world.appUrl,
    viewport: widths.wide,
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  await watchShifts(context);
  try {
    const page = await context.newPage();
    await visit.enter?.(page, world);
    const jumps: Jump[] = [];
    for (const screen of screens) {
      options.tell(`${visit.who}: ${screen.title}`);
      for (const width of widthNames)
        jumps.push({ screen, width, shift: await takeScreen(page, screen, width, options) });
    }
    return jumps;
  } finally {
    await context.close();
  }
}

async function takeScreen(
  page: Page,
  screen: Screen,
  width: Width,
  { out, full }: Options,
): Promise<number> {
  await page.setViewportSize(widths[width]);
  await page.emulateMedia({ colorScheme: "light" });
  await screen.open(page);
  await settle(page);
  const shift = await readShift(page);
  if (screen.show) {
    await screen.show(page);
    await settle(page);
  }
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html${theme === "dark" ? ".dark" : ":not(.dark)"}`).waitFor();
    // What only this theme shows comes now.
    await settle(page);
    const picture = await page.screenshot({
      type: "jpeg",
      quality,
      fullPage: full,
      animations: "disabled",
      caret: "hide",
    });
    writeFileSync(join(out, fileOf(screen, theme, width)), picture);
  }
  return shift;
}
