import { Agent } from "node:http";
import { compare, type Comparison } from "../measure/compare.ts";
import type { Report, Settings, Suite, Table } from "../measure/report.ts";
import { setScene, type Scene } from "../support/scene.ts";
import type { Server } from "../support/server.ts";
import { startWorld, type World } from "../support/stack.ts";
import { coldStarts } from "./pages/cold-start.ts";
import { startCopy } from "./pages/copy.ts";
import { ask, pageContender, type Answer } from "./pages/first-byte.ts";
import { firstLoad } from "./pages/first-load.ts";

export const suite: Suite = {
  name: "pages",
  title: "Pages",
  async run(settings) {
    const { comparison, sizes } = await measureServed(settings);
    const starts = await coldStarts(settings.quick ? 1 : 2, settings.tell);
    return { comparisons: [comparison], tables: [sizes, starts], targets: [] } satisfies Report;
  },
};

async function measureServed(
  settings: Settings,
): Promise<{ comparison: Comparison; sizes: Table }> {
  const world = await startWorld(settings.tell);
  let loop: Server | null = null;
  try {
    const scene = await setScene(world, settings);
    settings.tell("the copy whose pages ask by HTTP");
    loop = await startCopy(world);
    const comparison = await compareFirstBytes(settings, world, scene, loop);
    const sizes = await firstLoad(world.appUrl, () => scene.mint.token(), routesOf(scene));
    return { comparison, sizes };
  } finally {
    await loop?.stop();
    await world.stop();
  }
}

async function compareFirstBytes(
  { rounds, quick, tell }: Settings,
  world: World,
  scene: Scene,
  loop: Server,
): Promise<Comparison> {
  const path = `/org/bench/projects/${scene.projectId}`;
  const byLoop = "The same page by HTTP to its own server";
  const servers = [
    { name: "Gatehouse, server-side caller", server: world.application },
    { name: byLoop, server: loop },
  ];
  for (const { name, server } of servers) await assertClosed(name, server.url + path);
  return compare({
    title: "A project with 20 tasks, one request after another",
    metrics: [
      { key: "firstByte", name: "first byte", unit: "ms", better: "lower" },
      { key: "whole", name: "whole page", unit: "ms", better: "lower" },
      { key: "cpu", name: "server's CPU a page", unit: "ms", better: "lower" },
    ],
    baseline: byLoop,
    contenders: servers.map(({ name, server }) =>
      pageContender({
        name,
        server,
        path,
        token: () => scene.mint.token(),
        assertRight: (answer) => assertProject(name, answer),
        requests: quick ? 30 : 100,
      }),
    ),
    rounds,
    warmUp: 2,
    tell,
  });
}

/** Both render the same data: the project, each of its tasks, and the member who may be given one. */
function assertProject(name: string, { status, text }: Answer): void {
  const expected = ["Project 0", "reader@bench.test"];
  for (let task = 0; task < 20; task++) expected.push(`Task ${task}<`);
  const missing = expected.filter((words) => !text.includes(words));
  if (status !== 200 || missing.length > 0)
    throw new Error(`${name} answers ${status}, without ${missing.join(", ")}`);
}

async function assertClosed(name: string, url: string): Promise<void> {
  const agent = new Agent();
  const { status } = await ask(agent, url, null);
  agent.destroy();
  if (status !== 307) throw new Error(`${name} answers ${status} to somebody who is signed out`);
}

function routesOf({ projectId }: Scene) {
  return [
    { name: "/", path: "/", holds: "Gatehouse" },
    { name: "/blog", path: "/blog", holds: "Gatehouse" },
    { name: "/dashboard", path: "/dashboard", holds: "Bench" },
    { name: "/org/[slug]/dashboard", path: "/org/bench/dashboard", holds: "Project 0" },
    {
      name: "/org/[slug]/projects/[id]",
      path: `/org/bench/projects/${projectId}`,
      holds: "Task 0",
    },
    { name: "/org/[slug]/members", path: "/org/bench/members", holds: "reader@bench.test" },
  ];
}
