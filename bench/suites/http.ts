import { z } from "zod";
import { compare } from "../measure/compare.ts";
import { ratioTarget, type Report, type Settings, type Suite } from "../measure/report.ts";
import { httpContender, httpMetrics, warmUp, type HttpContender } from "../support/contender.ts";
import { startNextPeer, startNodePeer } from "../support/peers.ts";
import { setScene, type Scene } from "../support/scene.ts";
import type { Server } from "../support/server.ts";
import { startWorld, type World } from "../support/stack.ts";
import { callPath } from "../support/trpc.ts";

const connections = 32;
const ours = "Gatehouse, tRPC";
const handler = "Next route handler, Clerk, Prisma";
const t3 = "Next, tRPC, Clerk, Prisma (T3)";

export const suite: Suite = {
  name: "http",
  title: "An authorized list of 20 rows over HTTP",
  run,
};

async function run(settings: Settings): Promise<Report> {
  const world = await startWorld(settings.tell);
  const servers: Server[] = [];
  try {
    const scene = await setScene(world, settings);
    settings.tell("the peers");
    const next = await startNextPeer(world, "next", { healthPath: "/api/health" });
    servers.push(next);
    const hono = await startNodePeer(world, "hono");
    servers.push(hono);
    const floor = await startNodePeer(world, "floor");
    servers.push(floor);
    return await measure(settings, world, scene, { next, hono, floor });
  } finally {
    for (const server of servers) await server.stop();
    await world.stop();
  }
}

interface Peers {
  readonly next: Server;
  readonly hono: Server;
  readonly floor: Server;
}

/** A program and where it serves the list. */
interface Place {
  readonly name: string;
  readonly server: Server;
  readonly path: string;
  readonly rowsOf: (body: unknown) => unknown[];
  /** Lists something else of the same size, so that its answer is not the others'. */
  readonly other?: true;
}

async function measure(
  { rounds, quick, tell }: Settings,
  world: World,
  scene: Scene,
  { next, hono, floor }: Peers,
): Promise<Report> {
  const { projectId, organizationId, mint } = scene;
  const list = callPath("task.list", { projectId });
  const rest = `/api/projects/${projectId}/tasks`;
  const raw = `/?organization=${organizationId}&project=${projectId}`;
  const application = world.application;
  const places: Place[] = [
    { name: ours, server: application, path: list, rowsOf: rowsOfCall },
    {
      name: "Gatehouse, REST (20 projects with their counts)",
      server: application,
      path: "/api/data?limit=20",
      rowsOf: rowsOfPage,
      other: true,
    },
    { name: handler, server: next, path: rest, rowsOf: rowsOfList },
    { name: t3, server: next, path: list, rowsOf: rowsOfCall },
    { name: "Hono, Clerk, Drizzle", server: hono, path: rest, rowsOf: rowsOfList },
    { name: "node:http, pg, nobody asked", server: floor, path: raw, rowsOf: rowsOfList },
  ];
  await assertSameRows(places, mint.token());

  const contenders = places.map(({ name, server, path }): HttpContender => ({
    name,
    pid: server.pid,
    postgresPid: world.postgresPid,
    load: () => ({
      url: `${server.url}${path}`,
      bearers: mint.tokens(connections),
      connections,
      seconds: quick ? 1 : 3,
      expectedText: "19",
    }),
  }));
  tell("warming up");
  await warmUp(contenders, quick ? 2 : 6);
  const comparison = await compare({
    title: `${connections} connections, each with its own token`,
    metrics: httpMetrics,
    baseline: t3,
    rounds,
    tell,
    contenders: contenders.map(httpContender),
  });
  const against = (baseline: string, limit: number, text: string) =>
    ratioTarget(comparison, {
      text,
      metric: "perSecond",
      contender: ours,
      against: baseline,
      holds: "at least",
      limit,
    });
  return {
    comparisons: [comparison],
    targets: [
      against(handler, 1, "Requests a second against the route handler"),
      against(t3, 2, "Requests a second against T3"),
    ],
  };
}

const Row = z.object({
  id: z.string(),
  projectId: z.string(),
  title: z.string(),
  doneAt: z.string().nullable(),
  assigneeId: z.string().nullable(),
  createdById: z.string(),
  createdAt: z.string(),
});
const Call = z.object({ result: z.object({ data: z.object({ json: z.array(Row.strict()) }) }) });
const Page = z.object({ items: z.array(z.unknown()) });

function rowsOfCall(body: unknown): unknown[] {
  return Call.parse(body).result.data.json;
}

function rowsOfList(body: unknown): unknown[] {
  return z.array(Row.strict()).parse(body);
}

function rowsOfPage(body: unknown): unknown[] {
  return Page.parse(body).items;
}

/** What is not the same work is not worth comparing. @throws where one answers otherwise, or somebody without a token gets rows */
async function assertSameRows(places: readonly Place[], token: string): Promise<void> {
  let expected: string | undefined;
  for (const { name, server, path, rowsOf, other } of places) {
    const url = `${server.url}${path}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const body = await response.text();
    if (!response.ok) throw new Error(`${name} answers ${response.status}: ${body}`);
    const rows = rowsOf(JSON.parse(body));
    if (rows.length !== 20) throw new Error(`${name} answers ${rows.length} rows`);
    const text = JSON.stringify(rows);
    if (!other && text !== (expected ??= text)) throw new Error(`${name} answers other rows`);
    const without = await fetch(url);
    if (without.status !== 401 && !name.startsWith("node:http"))
      throw new Error(`${name} answers ${without.status} to somebody who is signed out`);
  }
}
