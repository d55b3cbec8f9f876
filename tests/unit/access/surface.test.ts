import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { surface } from "@/src/access/matrix/surface";
import { appRouter } from "@/src/server/trpc/root";
import { procedureTable } from "@/src/server/trpc/router";

const root = join(import.meta.dirname, "..", "..", "..");
const files = ["app", "src"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name.replaceAll("\\", "/")}`,
    ),
  )
  .sort();
const listed = (kind: string): string[] =>
  surface
    .filter((place) => place.kind === kind)
    .map(({ file }) => file)
    .sort();

/** A file's address: folders without groups, a catch-all stands for its first segment. */
function addressOf(file: string): string {
  const folders = file.split("/").slice(1, -1);
  return `/${folders.filter((folder) => !/^\(.*\)$|^\[\[\.\.\./.test(folder)).join("/")}`;
}

describe("the table of places", () => {
  test.each([
    ["page", /^app\/.*\bpage\.[jt]sx?$/],
    ["route", /^app\/.*\broute\.[jt]sx?$/],
  ])("lists every %s of app/ once, by its address, and no other", (kind, pattern) => {
    expect(listed(kind)).toEqual(files.filter((file) => pattern.test(file)));
    for (const place of surface.filter((one) => one.kind === kind))
      expect(place.path).toBe(addressOf(place.file));
  });

  test("lists every function that a server action's file exports", () => {
    const exported = files
      .filter((file) => /\.[jt]sx?$/.test(file))
      .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))
      .filter(({ text }) => /^\s*["']use server["']/m.test(text))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
          ([, name = ""]) => `${file} ${name}`,
        ),
      );
    const named = surface.flatMap((place) =>
      place.kind === "action" ? [`${place.file} ${place.name}`] : [],
    );
    expect(exported).toEqual(named);
  });

  test("names procedures of the router", () => {
    const paths = Object.keys(procedureTable(appRouter));
    for (const place of surface) {
      const decides = typeof place.decides === "string" ? [] : place.decides;
      for (const path of [...decides, ...(place.kind === "page" ? place.shows : [])])
        expect(paths, place.file).toContain(path);
    }
  });
});
