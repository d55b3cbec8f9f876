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
  "admin.impersonate": { reason: "No page has its button yet." },
  "me.endOtherSessions": {
    reason: "Clerk's own page of the account lists sessions and ends them.",
  },
  "member.leave": {
    reason: "The button is on the page of members; without it Clerk's organization menu has one.",
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
}

const guests = Object.entries(principals).map(([key, given]): Guest => {
  // The application that is served runs on the project's own setting.
  const principal: PrincipalCase = { ...given, setting: undefined };
  return { key, principal, there: pages.filter((page) => opens(page, principal)) };
});

function opens(page: Page, principal: PrincipalCase): boolean {
  return expectedPage(page, facts, principal, own).status === 200;
}

describe.each(guests)("$key", ({ principal, there }) => {
  const visitor = useVisitor(principal);

  it.runIf(there.length > 0)(
    "is offered what they may do, and nothing else",
    async () => {
      const { world, bearer } = visitor();
      const page = await openAs(bearer);
      const offered = new Set<string>();
      const addresses = there.flatMap((each) => [
        addressOf(each, world, principal, own),
        ...(alsoOpen[each.path]?.(world) ?? []),
      ]);
      for (const address of addresses) {
        const response = await page.goto(address, { waitUntil: "domcontentloaded" });
        expect(response?.status(), address).toBe(200);
        const enabled = await enabledControls(page);
        const refused = enabled.filter((path) => !mayAsk(path, principal));
        expect(refused, `${address} offers what is refused`).toEqual([]);
        for (const path of enabled) offered.add(path);
        opened += 1;
      }
      const missing = mutations
        .map(({ path }) => path)
        .filter((path) => outcomeOf(path, facts, principal) === "done")
        .filter((path) => !offered.has(path) && !Object.hasOwn(notOffered, path));
      expect(missing, "allowed, and offered nowhere").toEqual([]);
    },
    120_000,
  );
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
 * the pages start with what the server prefetched, and ask for nothing more.
 */
async function openAs(bearer: string | null): Promise<BrowserPage> {
  const page = await visits.newPage({ onProblem: () => {} });
  const context = page.context();
  await context.setExtraHTTPHeaders(bearer === null ? {} : { authorization: `Bearer ${bearer}` });
  await context.route("**/*", (route) => {
    const request = route.request();
    const ours = request.url().startsWith(served.appUrl);
    const needed = ["document", "script", "stylesheet"].includes(request.resourceType());
    return ours && needed ? route.continue() : route.abort();
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
