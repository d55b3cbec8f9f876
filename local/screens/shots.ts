import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { themes, type Theme, type World } from "./screen.ts";
import { settle } from "./settle.ts";
import { at, entryOf, signedInAs } from "./steps.ts";

export const shotFolder = "src/ui/public/shots";

const shots = [
  {
    name: "project",
    who: "alice@acme.test",
    open: entryOf("/org/acme/dashboard", "Website relaunch"),
    from: null,
  },
  { name: "access", who: "root@gatehouse.test", open: at("/admin/access"), from: "Procedures" },
];

/** The pictures of the product that the home page shows: sharper than those of the docs, and small. */
export async function takeShots(browser: Browser, world: World, root: string): Promise<void> {
  mkdirSync(join(root, shotFolder), { recursive: true });
  for (const { name, who, open, from } of shots) {
    const context = await browser.newContext({
      baseURL: world.appUrl,
      viewport: { width: 1200, height: 680 },
      deviceScaleFactor: 1.5,
      locale: "en-GB",
      timezoneId: "UTC",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(20_000);
    try {
      const page = await context.newPage();
      await signedInAs(who)(page);
      await open(page);
      await settle(page);
      if (from)
        await page.getByRole("heading", { name: from }).evaluate((heading) => {
          window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 72);
        });
      for (const theme of themes)
        writeFileSync(join(root, shotFolder, `${name}-${theme}.webp`), await takeShot(page, theme));
    } finally {
      await context.close();
    }
  }
}

async function takeShot(page: Page, theme: Theme): Promise<Buffer> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html${theme === "dark" ? ".dark" : ":not(.dark)"}`).waitFor();
  // Playwright writes no WebP; Chromium itself does.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  await session.detach();
  return Buffer.from(data, "base64");
}
