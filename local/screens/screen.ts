import type { Page } from "playwright-core";

/** What a picture is of. */
export interface Screen {
  /** Of its files: `<name>-light-wide.jpg` and so on. */
  readonly name: string;
  readonly title: string;
  /** The page, as src/access/matrix/surface.ts writes it. */
  readonly path: string;
  /** One sentence: what one sees. */
  readonly says: string;
  /** Loads the page; done again for each width. */
  open(page: Page): Promise<void>;
  /** What is done on the page before the picture: a dialog, a menu. */
  show?(page: Page): Promise<void>;
}

/** The stack that is looked at. */
export interface World {
  readonly appUrl: string;
  /** The local Clerk's own address. */
  readonly clerkUrl: string;
  /** Stops the database; for the last picture. */
  breakDown(): Promise<void>;
}

/** Somebody in a browser context of their own, and what they see, in this order. */
export interface Visit {
  readonly who: string;
  /** Signs in, or does what comes before it. */
  enter?(page: Page, world: World): Promise<void>;
  readonly screens: readonly Screen[];
}

export const themes = ["light", "dark"] as const;
export const widths = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };

export type Theme = (typeof themes)[number];
export type Width = keyof typeof widths;

export const widthNames = ["wide", "narrow"] as const satisfies readonly Width[];

export const folder = "docs/screens";

export function fileOf(screen: Pick<Screen, "name">, theme: Theme, width: Width): string {
  return `${screen.name}-${theme}-${width}.jpg`;
}
