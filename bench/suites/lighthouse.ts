import type { Report, Settings, Suite, Target } from "../measure/report.ts";
import { startWorld, type World } from "../support/stack.ts";
import { clerkOf } from "../support/tokens.ts";
import { openBrowser } from "./lighthouse/browser.ts";
import { lookAt, type Look } from "./lighthouse/look.ts";
import { people, publicRoutes, signInRoutes, type Route } from "./lighthouse/routes.ts";

export const suite: Suite = {
  name: "lighthouse",
  title: "Lighthouse",
  async run(settings) {
    const world = await startWorld(settings.tell, { seed: true });
    try {
      await world.drainWebhooks();
      return reportOf(await lookAtAll(world, settings));
    } finally {
      await world.stop();
    }
  },
};

interface Seen {
  readonly route: Route;
  readonly look: Look;
}

async function lookAtAll(world: World, settings: Settings): Promise<Seen[]> {
  const open = [...publicRoutes, ...signInRoutes];
  const seen = await lookAs(world, null, open, settings);
  for (const { email, paths } of people) {
    const routes = paths.map((path) => ({ path, clerk: true }));
    seen.push(...(await lookAs(world, email, routes, settings)));
  }
  return seen;
}

/** In a browser of its own for each person. */
async function lookAs(
  world: World,
  email: string | null,
  routes: readonly Route[],
  { quick, tell }: Settings,
): Promise<Seen[]> {
  const browser = await openBrowser();
  try {
    if (email) await browser.signIn(await linkFor(world, email), "/dashboard");
    const seen: Seen[] = [];
    for (const route of routes) {
      tell(route.path);
      const looks: Look[] = [];
      for (let visit = 0; visit < (quick ? 1 : 3); visit++)
        looks.push(await lookAt(world.appUrl + route.path, browser.port));
      seen.push({ route, look: medianOf(looks) });
    }
    return seen;
  } finally {
    await browser.close();
  }
}

async function linkFor(world: World, email: string): Promise<string> {
  const clerk = clerkOf(world);
  const { data } = await clerk.users.getUserList({ emailAddress: [email] });
  const userId = data[0]?.id;
  if (!userId) throw new Error(`${email} is not known to the local Clerk`);
  const { token } = await clerk.signInTokens.createSignInToken({ userId, expiresInSeconds: 600 });
  return `${world.appUrl}/sign-in?__clerk_ticket=${token}`;
}

/** The visit with the middle performance, whole: its figures belong together. */
function medianOf(looks: readonly Look[]): Look {
  const sorted = looks.toSorted((a, b) => a.performance - b.performance);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error("no visit");
  return middle;
}

function reportOf(seen: readonly Seen[]): Report {
  const faults = seen.flatMap(({ route, look }) =>
    look.faults.map((fault) => `${route.path}: ${fault}`),
  );
  return {
    comparisons: [],
    tables: [
      {
        title: "Points of 100, and what they are made of",
        columns: [
          "Route",
          "performance",
          "accessibility",
          "best practices",
          "largest paint, ms",
          "blocked, ms",
          "layout shift",
        ],
        rows: seen.map(({ route, look }) => [
          route.path,
          look.performance,
          look.accessibility,
          look.bestPractices,
          look.largestPaint,
          look.blocking,
          look.shift,
        ]),
      },
    ],
    targets: targetsOf(seen),
    notes: faults.length > 0 ? [`Points were lost by: ${faults.join(", ")}.`] : [],
  };
}

function targetsOf(seen: readonly Seen[]): Target[] {
  const least = (text: string, limit: number, figures: readonly number[]): Target => {
    return { text, holds: "at least", limit, figure: Math.min(...figures), unit: "points" };
  };
  const performance = (clerk: boolean) =>
    seen.filter(({ route }) => route.clerk === clerk).map(({ look }) => look.performance);
  return [
    least("Performance of each public page", 95, performance(false)),
    least("Performance of each page that loads Clerk's script", 90, performance(true)),
    least(
      "Accessibility of each page",
      95,
      seen.map(({ look }) => look.accessibility),
    ),
    least(
      "Best practices of each page",
      95,
      seen.map(({ look }) => look.bestPractices),
    ),
  ];
}
