import { batchLimit } from "@/src/access/limits";
import { decodePath } from "./decode";

/** Where tRPC is served. */
export const endpoint = "/api/trpc";

/**
 * The paths that a request calls, as tRPC will read them; null when they are no calls of ours: a parameter given twice, an
 * address that cannot be decoded, or a batch that is too long, has gaps, or names a procedure twice. A batch of copies would
 * have one request do the work of ten.
 */
export function readCalls(url: URL): readonly string[] | null {
  const names = [...url.searchParams.keys()];
  if (new Set(names).size < names.length) return null;
  const path = decodePath(url.pathname.slice(endpoint.length).replace(/^\/|\/$/g, ""));
  if (path === null) return null;
  if (url.searchParams.get("batch") !== "1") return [path];
  const paths = path.split(",");
  const isSound =
    paths.length <= batchLimit &&
    new Set(paths).size === paths.length &&
    // A slash is in no name, and tRPC takes more of them away than one: a name with one could be a copy.
    !paths.some((name) => name === "" || name.includes("/"));
  return isSound ? paths : null;
}
