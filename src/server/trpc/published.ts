import "server-only";
import { revalidateTag, unstable_cache } from "next/cache";
import superjson from "superjson";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { publicCaller } from "./server";
import type { AppRouter } from "./root";

/**
 * What is published, as nobody reads it, kept between visitors: it is the same for all, and the only thing in the application that
 * is kept at all. Whoever publishes, changes or takes back a post has it forgotten at once; what happens in another
 * process is seen within a minute.
 */
const tag = "published";
const seconds = 60;

type Inputs = inferRouterInputs<AppRouter>["post"];
type Outputs = inferRouterOutputs<AppRouter>["post"];

// The cache holds text: a date would come back as a string. What throws is not kept, so an absent post costs no memory.
const cachedPage = unstable_cache(
  async (input: Inputs["published"]) =>
    superjson.stringify(await publicCaller.post.published(input)),
  ["post.published"],
  { tags: [tag], revalidate: seconds },
);
const cachedPost = unstable_cache(
  async (input: Inputs["bySlug"]) => superjson.stringify(await publicCaller.post.bySlug(input)),
  ["post.bySlug"],
  { tags: [tag], revalidate: seconds },
);

export async function readPublishedPage(input: Inputs["published"]): Promise<Outputs["published"]> {
  return superjson.parse(await cachedPage(input));
}

export async function readPublishedPost(input: Inputs["bySlug"]): Promise<Outputs["bySlug"]> {
  return superjson.parse(await cachedPost(input));
}

const changing: ReadonlySet<string> = new Set(
  (["update", "publish", "delete"] as const satisfies readonly (keyof Inputs)[]).map(
    (name) => `post.${name}`,
  ),
);

/** After procedures were called: forgets what is published if one of them may have changed it. */
export function forgetAfterCalls(paths: readonly string[]): void {
  if (paths.some((path) => changing.has(path))) forgetPublished();
}

/** After a delivery of Clerk's was applied: posts show their authors' names, and go with them. */
export function forgetAfterDelivery(type: string): void {
  if (type.startsWith("user.")) forgetPublished();
}

function forgetPublished(): void {
  // Not "max", which answers the next visitor with what was just taken back.
  revalidateTag(tag, { expire: 0 });
}
