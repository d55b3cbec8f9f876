import lighthouse, { desktopConfig } from "lighthouse";

/** What Lighthouse says of one visit: points of 100, milliseconds, a layout shift without a unit. */
export interface Look {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly largestPaint: number;
  readonly blocking: number;
  readonly shift: number;
  /** What lost points, by Lighthouse's own ids. */
  readonly faults: readonly string[];
}

const categories = ["performance", "accessibility", "best-practices"];

/** As on a desktop computer, with Lighthouse's own throttling. The session's cookies stay. */
export async function lookAt(url: string, port: number): Promise<Look> {
  const result = await lighthouse(
    url,
    {
      port,
      output: "json",
      logLevel: "error",
      onlyCategories: categories,
      disableStorageReset: true,
      // A page that follows a list keeps a stream open, and is never without a request.
      maxWaitForLoad: 12_000,
    },
    desktopConfig,
  );
  if (!result) throw new Error(`Lighthouse says nothing of ${url}`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const { finalDisplayedUrl } = lhr;
  if (new URL(finalDisplayedUrl).pathname !== new URL(url).pathname)
    throw new Error(`${url} leads to ${finalDisplayedUrl}`);
  const points = (id: string): number => {
    const score = lhr.categories[id]?.score;
    if (typeof score !== "number") throw new Error(`${url}: no score for ${id}`);
    return Math.round(score * 100);
  };
  const numberOf = (id: string): number => lhr.audits[id]?.numericValue ?? Number.NaN;
  const faults = categories
    .filter((id) => id !== "performance")
    .flatMap((id) => lhr.categories[id]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
    .map(({ id }) => id);
  return {
    performance: points("performance"),
    accessibility: points("accessibility"),
    bestPractices: points("best-practices"),
    largestPaint: numberOf("largest-contentful-paint"),
    blocking: numberOf("total-blocking-time"),
    shift: numberOf("cumulative-layout-shift"),
    faults,
  };
}
