import { compare, type Comparison } from "../measure/compare.ts";
import { ratioTarget, type Report, type Settings, type Suite } from "../measure/report.ts";
import { measureInProcess } from "../auth/in-process.ts";
import { measureRotation } from "../auth/rotation.ts";
import {
  behindMiddleware,
  decisionOf,
  inTheRoute,
  nobody,
  remembered,
  ways,
} from "../auth/ways.ts";
import { httpContender, httpMetrics, warmUp, type HttpContender } from "../support/contender.ts";
import type { Load } from "../support/load.ts";
import { startNextPeer } from "../support/peers.ts";
import { setScene, type Scene } from "../support/scene.ts";
import type { Server } from "../support/server.ts";
import { startWorld, type World } from "../support/stack.ts";

const connections = 32;

export const suite: Suite = {
  name: "auth",
  title: "What it costs to know who is asking",
  run,
};

async function run(settings: Settings): Promise<Report> {
  const world = await startWorld(settings.tell);
  let server: Server | undefined;
  try {
    const scene = await setScene(world, { quick: true });
    settings.tell("a server that only authenticates");
    server = await startNextPeer(world, "auth-path", { healthPath: nobody.path });
    await assertSameDecisions(server, scene);
    const comparisons = await measureCases(settings, world, scene, server);
    const inProcess = await measureInProcess(settings, world, scene.mint);
    await server.stop();
    settings.tell("a rotation of Clerk's key");
    const rotation = await measureRotation(world, scene);
    const [same] = comparisons;
    return {
      comparisons: [...comparisons, inProcess],
      tables: [rotation],
      targets: same ? [againstMiddleware(same)] : [],
    };
  } finally {
    await server?.stop();
    await world.stop();
  }
}

function againstMiddleware(comparison: Comparison) {
  return ratioTarget(comparison, {
    text: "Requests a second with a remembered token against auth()",
    metric: "perSecond",
    contender: remembered.name,
    against: behindMiddleware.name,
    holds: "at least",
    limit: 2,
  });
}

/** What the requests bear, and how they must be answered. */
interface Case {
  readonly title: string;
  readonly load: () => Pick<Load, "bearers" | "seconds" | "amount">;
  readonly status: number;
}

async function measureCases(
  { rounds, quick, tell }: Settings,
  { postgresPid }: World,
  { mint }: Scene,
  server: Server,
): Promise<Comparison[]> {
  const seconds = 1;
  const each = quick ? 10 : 25;
  const amount = connections * each;
  const cases: Case[] = [
    {
      title: "The same token again, one a connection",
      load: () => ({ bearers: mint.tokens(connections), seconds }),
      status: 200,
    },
    {
      title: "Another token with each request",
      load: () => ({ bearers: mint.tokens(amount), amount }),
      status: 200,
    },
    {
      title: "A token that is over",
      load: () => ({ bearers: [mint.token(-5)], seconds }),
      status: 401,
    },
  ];
  const comparisons: Comparison[] = [];
  for (const { title, load, status } of cases) {
    const contenders = [nobody, ...ways].map(({ name, path, status: always }): HttpContender => ({
      name,
      pid: server.pid,
      postgresPid,
      load: () => ({
        url: `${server.url}${path}`,
        connections,
        expectedStatus: always ?? status,
        ...load(),
      }),
    }));
    if (comparisons.length === 0) await warmUp(contenders, quick ? 1 : 5);
    comparisons.push(
      await compare({
        title,
        metrics: httpMetrics.filter(({ key }) => key !== "postgres"),
        baseline: behindMiddleware.name,
        contenders: contenders.map(httpContender),
        rounds,
        tell,
      }),
    );
  }
  return comparisons;
}

/** Whatever is measured decides alike, down to each field of the principal. */
async function assertSameDecisions({ url }: Server, { mint }: Scene): Promise<void> {
  const good = mint.token();
  const broken = `${good.slice(0, -8)}AAAAAAAA`;
  const tokens = { good, "good again": good, over: mint.token(-5), broken, none: null };
  for (const [name, token] of Object.entries(tokens)) {
    const expected = await decisionOf(url, behindMiddleware, token);
    for (const way of [inTheRoute, remembered]) {
      const decision = await decisionOf(url, way, token);
      if (decision !== expected)
        throw new Error(
          `A token that is ${name}: ${way.name} decides ${decision}, not ${expected}`,
        );
    }
    if (expected.startsWith("200") !== name.startsWith("good"))
      throw new Error(`A token that is ${name} is answered ${expected}`);
  }
}
