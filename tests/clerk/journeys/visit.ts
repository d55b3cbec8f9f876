import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { definedOf, leave, watchPages } from "../../support/watch-pages.ts";
import { client, type Started, start } from "../start.ts";
import { componentsPage } from "./components-page.ts";

const SCREENSHOTS = join(import.meta.dirname, "screenshots");

export interface Journey {
  readonly clerk: Started;
  /** Clerk's own client of the Backend API. */
  readonly api: ReturnType<typeof client>;
  readonly appUrl: string;
  /**
   * A browser of its own: no cookies, nothing cached. `allow`: errors of its console that the journey is meant to cause,
   * such as that of a 422.
   */
  newPage(options?: { allow?: readonly RegExp[] }): Promise<Page>;
  /** Kept in tests/clerk/journeys/screenshots, to be looked at. */
  screenshot(page: Page, name: string): Promise<void>;
}

/**
 * A local Clerk of the file's own, an application that shows Clerk's components, and a browser. After each test it asserts
 * that no page complained, that nothing left this machine, and that the local Clerk was asked for nothing it does not have.
 */
export async function useJourney(settings: Record<string, unknown> = {}): Promise<Journey> {
  const page = { html: "" };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not a TCP server");
  const appUrl = `http://localhost:${address.port}`;
  const clerk = await start({ appUrl });
  page.html = componentsPage(clerk);
  await changeSettings(clerk, settings);

  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  let read = clerk.lines.length;

  beforeAll(async () => {
    const { executablePath, args, env } = inject("clerkBrowser");
    browser = await chromium.launch({
      executablePath,
      args: [...args],
      ...(env ? { env: { ...definedOf(process.env), ...env } } : {}),
    });
  });
  afterAll(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await screenshots(contexts, task.name);
    await Promise.all(contexts.splice(0).map(leave));
    const complaints = clerk.lines
      .slice(read)
      .filter((line) => / failed: |not implemented/.test(line));
    read = clerk.lines.length;
    const found = [...problems.splice(0), ...complaints];
    expect(found).toEqual([]);
  });

  return {
    clerk,
    api: client(clerk),
    appUrl,
    async newPage(options = {}) {
      if (!browser) throw new Error("The browser is there from beforeAll on.");
      const context = await browser.newContext({
        baseURL: appUrl,
        viewport: { width: 1100, height: 900 },
        locale: "en-GB",
        timezoneId: "UTC",
      });
      contexts.push(context);
      context.setDefaultTimeout(20_000);
      await watchPages(context, (problem) => {
        if (!options.allow?.some((pattern) => pattern.test(problem))) problems.push(problem);
      });
      return context.newPage();
    },
    async screenshot(page, name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: "disabled" });
    },
  };
}

/** Changes the settings of a running local Clerk, as its console does. */
export async function changeSettings(
  clerk: Started,
  settings: Record<string, unknown>,
): Promise<void> {
  const response = await fetch(`${clerk.url}/local/settings`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What there was to see when a test failed. */
async function screenshots(contexts: readonly BrowserContext[], test: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const name = test.replace(/\W+/g, "-").slice(0, 60);
  const pages = contexts.flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(SCREENSHOTS, `failed-${name}-${index + 1}.png`) });
  }
}
