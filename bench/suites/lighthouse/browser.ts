import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findBrowser } from "../../../local/browser/find.ts";

export interface SharedBrowser {
  /** Where Lighthouse drives it. */
  readonly port: number;
  /** Signs the browser in by a link, so that Lighthouse finds the session's cookies; the page it leads to must be `to`. */
  signIn(link: string, to: string): Promise<void>;
  close(): Promise<void>;
}

/** One browser for two drivers: what one signs in, the other measures. With a profile of its own. */
export async function openBrowser(): Promise<SharedBrowser> {
  const { executablePath, args, env } = await findBrowser();
  const profile = mkdtempSync(join(tmpdir(), "gatehouse-lighthouse-"));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...args, `--remote-debugging-port=${port}`],
    ...(env ? { env: { ...env } } : {}),
  });
  return {
    port,
    async signIn(link, to) {
      const page = await context.newPage();
      await page.goto(link);
      await page.waitForURL((url) => url.pathname === to);
      await page.getByRole("button", { name: "Open user menu" }).waitFor();
      await page.close();
    },
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
