import type { Page, Request } from "playwright-core";
import { expect, vi } from "vitest";

/**
 * The field sends the form by itself at the sixth digit. What is typed before it listens is lost, and so is what is typed before
 * a wrong code has been taken out of it: it is emptied and typed again until the code is on its way.
 */
export async function enterCode(page: Page, code: string): Promise<void> {
  const field = page.getByLabel("Enter verification code");
  let sent = false;
  const watch = (request: Request): void => {
    sent ||= /attempt_/.test(request.url());
  };
  page.on("request", watch);
  try {
    await vi.waitFor(
      async () => {
        await field.fill("", { timeout: 5_000 });
        await field.fill(code, { timeout: 5_000 });
        await vi.waitFor(() => expect(sent, "the code is on its way").toBe(true), 3_000);
      },
      { timeout: 30_000 },
    );
  } finally {
    page.off("request", watch);
  }
}
