import type { Page as BrowserPage } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { expectedPage, outcomeOf } from "@/src/access/matrix/places";
import { principals, type PrincipalCase } from "@/src/access/matrix/principals";
import { surface, type Page } from "@/src/access/matrix/surface";
import { readFacts } from "@/src/server/trpc/facts";
import { appRouter } from "@/src/server/trpc/root";
import { useBrowser } from "../../support/browser.ts";
import { served } from "../../support/e2e.ts";
import type { World } from "../../support/world.ts";
import { addressOf } from "../support/address.ts";
import { useVisitor } from "../support/visitor.ts";

/**
 * What the interface offers against what the tables allow: each control that calls a procedure says which (src/client/procedure.ts),
 * and every principal of the matrix opens every page that is there for them, in a browser.
 */
const facts = new Map(readFacts(appRouter).map((procedure) => [procedure.path, procedure]));
const mutations = [...facts.values()].filter(({ type }) => type === "mutation");
const own = { organization: "own", row: "own" } as const;
const pages = surface
  .filter((place) => place.kind === "page")
  .filter((page) => page.asks !== "nobody");

interface Exception {
  readonly reason: string;
  /** Whose; everybody's without it. */
  readonly of?: (principal: PrincipalCase) => boolean;
}

/** Allowed mutations that no page offers as it is opened here. */
const notOffered: Readonly<Record<string, Exception>> = {
  "admin.unbanUser": {
    reason: "Only the page of somebody who is banned has the button, and nobody here is.",
  },
  "member.leave": {
    reason: "The settings have one too, once the browser has heard of the membership.",
    of: (principal) => outcomeOf("member.list", facts, principal) !== "done",
  },
  "invitation.revoke": {
    reason: "By the token they may not see any; the browser, which asks nothing here, reads them.",
    of: ({ since }) => since?.role !== undefined,
  },
  ...Object.fromEntries(
    ["post.delete", "post.publish", "post.update"].map((path) => [
      path,
      {
        reason: "They have written nothing yet.",
        of: ({ mirrored }: PrincipalCase) => mirrored === false,
      },
    ]),
  ),
};

/** Further rows of a page whose controls depend on the row. */
const alsoOpen: Readonly<Record<string, (world: World) => string[]>> = {
  // An administrator, who can be unmade.
  "/admin/users/[id]": ({ impersonator }) => [`/admin/users/${impersonator}`],
};

const visits = useBrowser();
let opened = 0;
afterAll(() => {
  process.stdout.write(`  controls and procedures: ${opened} pages opened\n`);
});

interface Guest {
  readonly key: string;
  readonly principal: PrincipalCase;
  /** The pages that are there for them. */
  readonly there: readonly Page[];
  /** Nobody before them may see and do just the same. */
  readonly first: boolean;
}

const known = new Set<string>();

/** Without those for whom no page is there: pages.test.ts looks at what they are told. */
const guests = Object.entries(principals)
  .map(([key, given]): Guest => {
    // The application that is served runs on the project's own setting.
    const principal: PrincipalCase = { ...given, setting: undefined };
    const there = pages.filter((page) => opens(page, principal));
    const allowed = mutations.filter(({ path }) => mayAsk(path, principal));
    const rights = JSON.stringify([there, allowed].map((each) => each.map(({ path }) => path)));
    const first = !known.has(rights);
    known.add(rights);
    return { key, principal, there, first };
  })
  .filter(({ there }) => there.length > 0);

function opens(page: Page, principal: PrincipalCase): boolean {
  return expectedPage(page, facts, principal, own).status === 200;
}

describe.each(guests)("$key", ({ principal, there, first }) => {
  const visitor = useVisitor(principal);
  const addresses = (): string[] => {
    const { world } = visitor();
    return there.flatMap((page) => [
      addressOf(page, world, principal, own),
      ...(alsoOpen[page.path]?.(world) ?? []),
    ]);
  };

  it("is sent no control that would be refused", async () => {
    for (const address of addresses()) {
      const response = await visitor().ask(address);
      expect(response.status, address).toBe(200);
      const refused = enabledIn(await response.text()).filter((path) => !mayAsk(path, principal));
      expect(refused, `${address} offers what is refused`).toEqual([]);
    }
  });

  // What the server sends depends on each of them, what the browser adds on what they may do alone.
  if (!first) return;
  it("is offered what they may do, and nothing else", async () => {
    const page = await openAs(visitor().bearer);
    const offered = new Set<string>();
    for (const address of addresses()) {
      await page.goto(address, { waitUntil: "domcontentloaded" });
      const enabled = await enabledControls(page);
      const refused = enabled.filter((path) => !mayAsk(path, principal));
      expect(refused, `${address} offers what is refused`).toEqual([]);
      for (const path of enabled) offered.add(path);
      opened += 1;
    }
    const missing = mutations
      .map(({ path }) => path)
      .filter((path) => outcomeOf(path, facts, principal) === "done")
      .filter((path) => !offered.has(path) && !isException(notOffered[path], principal));
    expect(missing, "allowed, and offered nowhere").toEqual([]);
  }, 120_000);
});

/** Whoever is asked for a fresh proof of who they are gives it on the spot. */
function mayAsk(path: string, principal: PrincipalCase): boolean {
  return ["done", "reverification_required"].includes(outcomeOf(path, facts, principal));
}

function isException(found: Exception | undefined, principal: PrincipalCase): boolean {
  return found !== undefined && (found.of?.(principal) ?? true);
}

/**
 * A browser whose pages the server makes for the principal. Clerk's script is kept away, for it knows nothing of a made-up person:
 * the pages start with what the server prefetched, and ask for nothing more. By the debugger, since a route of Playwright's
 * would have each page load all its scripts anew.
 */
async function openAs(bearer: string | null): Promise<BrowserPage> {
  const page = await visits.newPage({ onProblem: () => {} });
  const context = page.context();
  await context.setExtraHTTPHeaders(bearer === null ? {} : { authorization: `Bearer ${bearer}` });
  const debugger_ = await context.newCDPSession(page);
  await debugger_.send("Network.enable");
  await debugger_.send("Network.setBlockedURLs", {
    urls: ["/__clerk/", "/api/", "/_next/image"].map((path) => `*${served.appUrl}${path}*`),
  });
  return page;
}

/** The procedures of the controls that can be used now, those in menus too. */
async function enabledControls(page: BrowserPage): Promise<string[]> {
  await expect.poll(() => page.evaluate(isTakenOver)).toBe(true);
  const found = await page.evaluate(readEnabled);
  const menus = page.getByRole("main").locator('[aria-haspopup="menu"]');
  for (let at = 0; at < (await menus.count()); at += 1) {
    await menus.nth(at).click();
    await page.getByRole("menu").waitFor();
    found.push(...(await page.evaluate(readEnabled)));
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("menu").count()).toBe(0);
  }
  return [...new Set(found)].sort();
}

/** The same in what the server sends: menus are not in it. */
function enabledIn(html: string): string[] {
  const controls = html.matchAll(/<[a-z]+\b[^>]*\bdata-procedure="([^"]+)"[^>]*>/g);
  return [...controls]
    .filter(([tag]) => !/\bdisabled=|\baria-disabled="true"/.test(tag))
    .map(([, path = ""]) => path);
}

/** In the page: whether React has taken over what the server sent. */
function isTakenOver(): boolean {
  const elements = [...document.querySelectorAll("main, [data-procedure]")];
  return (
    document.querySelector("main") !== null &&
    elements.every((element) => Object.keys(element).some((key) => key.startsWith("__reactFiber")))
  );
}

/** In the page. */
function readEnabled(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-procedure]")]
    .filter((element) => !element.matches(':disabled, [aria-disabled="true"], [inert] *'))
    .map((element) => element.dataset["procedure"] ?? "");
}
