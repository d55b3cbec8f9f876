import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { surface } from "@/src/access/matrix/surface";
import { documentPath, writeScreens } from "../../local/screens/document.ts";
import { fileOf, folder, themes, widthNames } from "../../local/screens/screen.ts";
import { visits, withoutPicture } from "../../local/screens/visits.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const screens = visits.flatMap((visit) => visit.screens);
const pages = surface.filter((place) => place.kind === "page").map(({ path }) => path);
const files = screens.flatMap((screen) =>
  widthNames.flatMap((width) => themes.map((theme) => fileOf(screen, theme, width))),
);

describe("the page of screenshots", () => {
  test.each(pages)("%s is shown, or it is said why not", (path) => {
    const shown = screens.some((screen) => screen.path === path);
    expect(shown).toBe(!(path in withoutPicture));
  });

  test("shows no page that is not there", () => {
    const named = [...screens.map(({ path }) => path), ...Object.keys(withoutPicture)];
    expect(named.filter((path) => !pages.includes(path))).toEqual([]);
  });

  test("gives each screen files of its own", () => {
    expect(new Set(files).size).toBe(files.length);
  });

  test("is what the command writes, and has each of its files and no other", () => {
    expect(readFileSync(root + documentPath, "utf8")).toBe(writeScreens(visits, withoutPicture));
    expect(readdirSync(root + folder).sort()).toEqual([...files].sort());
  });

  test("weighs little enough for a repository", () => {
    const weights = files.map((file) => statSync(`${root}${folder}/${file}`).size);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(6_000_000);
  });

  test("has the pictures of the home page beside it", () => {
    for (const name of ["project", "access"])
      for (const theme of themes)
        expect(existsSync(`${root}src/ui/public/shots/${name}-${theme}.webp`)).toBe(true);
  });
});
