import { gzipSync } from "node:zlib";
import type { Table } from "../../measure/report.ts";

export interface Route {
  /** As the application's folders name it. */
  readonly name: string;
  readonly path: string;
  /** Text without which it is another page. */
  readonly holds: string;
}

/** The scripts that a page loads before anybody touches it: gzip, as a host would send them. */
export async function firstLoad(
  appUrl: string,
  token: () => string,
  routes: readonly Route[],
): Promise<Table> {
  const sizes = new Map<string, number>();
  const sizeOf = async (url: string): Promise<number> => {
    const known = sizes.get(url);
    if (known !== undefined) return known;
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    const size = gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).length;
    sizes.set(url, size);
    return size;
  };
  const pages: { readonly name: string; readonly own: Set<string>; readonly clerk: Set<string> }[] =
    [];
  for (const { name, path, holds } of routes) {
    const response = await fetch(appUrl + path, {
      headers: { authorization: `Bearer ${token()}` },
      redirect: "manual",
    });
    const html = await response.text();
    if (response.status !== 200 || !html.includes(holds))
      throw new Error(`${path} answers ${response.status}, or without ${holds}`);
    pages.push({ name, ...scriptsOf(html, appUrl) });
  }
  const [first] = pages;
  const shared = [...(first?.own ?? [])].filter((url) => pages.every(({ own }) => own.has(url)));
  const total = async (urls: Iterable<string>): Promise<number> => {
    let bytes = 0;
    for (const url of urls) bytes += await sizeOf(url);
    return bytes / 1024;
  };
  const rows: (string | number)[][] = [];
  for (const { name, own, clerk } of pages) {
    const all = await total(own);
    rows.push([name, all, all - (await total(shared)), await total(clerk)]);
  }
  return {
    title: "JavaScript of the first load, KiB after gzip",
    columns: ["Route", "ours", "of that, not on every page", "Clerk's own, besides"],
    rows,
  };
}

/** By the tags of the page and by what its data name: React asks for those before it hydrates. Not what old browsers alone load. */
function scriptsOf(html: string, appUrl: string): { own: Set<string>; clerk: Set<string> } {
  const own = new Set<string>();
  const clerk = new Set<string>();
  const old = new Set<string>();
  for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g)) {
    const source = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    if (!source || (tag.startsWith("<link") && !/as="script"|rel="modulepreload"/.test(tag)))
      continue;
    const url = new URL(source.replaceAll("&amp;", "&"), appUrl).href;
    if (/\bnomodule\b/i.test(tag)) old.add(url);
    else if (/clerk/i.test(new URL(url).pathname) && !url.includes("/_next/")) clerk.add(url);
    else own.add(url);
  }
  for (const [, path = ""] of html.matchAll(/"((?:\/_next\/)?static\/chunks\/[^"\\]+\.js)/g))
    own.add(new URL(path.startsWith("/") ? path : `/_next/${path}`, appUrl).href);
  for (const url of old) own.delete(url);
  return { own, clerk };
}
