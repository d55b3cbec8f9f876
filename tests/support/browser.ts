import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { seedPassword } from "../../local/seed/accounts.ts";
import { readComplaints, served, type Email } from "./e2e.ts";
import { countRequests } from "./quiet.ts";
import { definedOf, watchPages } from "./watch-pages.ts";

export interface PageOptions {
  /** Lines of the browser's console that this visit is meant to cause, such as that of a 404. */
  readonly allow?: readonly RegExp[];
  /** Takes the problems of this visit instead of failing the test. */
  readonly onProblem?: (problem: string) => void;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly baseUrl?: string;
}

export interface Visits {
  /** A browser of its own: no cookies, nothing cached. */
  newPage(options?: PageOptions): Promise<Page>;
}

/**
 * A browser for the test file. After each test it asserts that no page complained, that nothing left this machine, and that
 * the local Clerk was asked for nothing it does not have.
 */
export function useBrowser(): Visits {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  let problems: string[] = [];
  let known: readonly string[] = [];

  beforeAll(async () => {
    known = readComplaints();
    const { executablePath, args, env } = served.browser;
    browser = await chromium.launch({
      executablePath,
      args: [...args],
      // A signed-in page must not depend on where the machine stands, nor on its settings.
      env: { ...definedOf(process.env), ...env },
    });
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    const complaints = readComplaints();
    const fresh = complaints.slice(known.length);
    known = complaints;
    const found = [...problems, ...fresh];
    problems = [];
    expect(found).toEqual([]);
  });

  return {
    async newPage(options = {}) {
      if (!browser) throw new Error("The browser is there from beforeAll on.");
      const { width = 1280, height = 800, dark = false, allow = [] } = options;
      const context = await browser.newContext({
        baseURL: options.baseUrl ?? served.appUrl,
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        locale: "en-GB",
        timezoneId: "UTC",
      });
      contexts.push(context);
      countRequests(context);
      context.setDefaultTimeout(20_000);
      await watchPages(context, (problem) => {
        if (options.onProblem) options.onProblem(problem);
        else if (!allow.some((pattern) => pattern.test(problem))) problems.push(problem);
      });
      return context.newPage();
    },
  };
}

/** Signs in through the page's own form, and waits until the page asked for is there. */
export async function signIn(page: Page, email: Email, to = "/dashboard"): Promise<void> {
  await page.goto(`/sign-in?redirect_url=${encodeURIComponent(to)}`);
  await fillSignIn(page, email);
  await page.waitForURL((url) => url.pathname === to);
}

/** The form itself, wherever one came from. */
export async function fillSignIn(
  page: Page,
  email: string,
  password = seedPassword,
): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}
