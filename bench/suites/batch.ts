import { z } from "zod";
import { compare, type Comparison } from "../measure/compare.ts";
import { ratioTarget, type Report, type Settings, type Suite } from "../measure/report.ts";
import { httpContender, warmUp, type HttpContender } from "../support/contender.ts";
import { startNextPeer } from "../support/peers.ts";
import { addPosts, setScene, type Scene } from "../support/scene.ts";
import type { Server } from "../support/server.ts";
import { startWorld, type World } from "../support/stack.ts";
import { batchPath, callPath, type Call } from "../support/trpc.ts";

const connections = 8;
const ours = "Gatehouse";
const t3 = "Next, tRPC, Clerk, Prisma (T3)";

export const suite: Suite = {
  name: "batch",
  title: "Ten calls in one request against ten requests",
  run,
};

async function run(settings: Settings): Promise<Report> {
  const world = await startWorld(settings.tell);
  let next: Server | undefined;
  try {
    const scene = await setScene(world, settings);
    await addPosts(world.ownerUrl, scene.userId);
    settings.tell("the peer");
    next = await startNextPeer(world, "next", { healthPath: "/api/health" });
    return await measure(settings, world, scene, next);
  } finally {
    await next?.stop();
    await world.stop();
  }
}

/** Ten that differ: our route refuses a batch that names one twice. */
function callsOf({ projectId }: Scene): Call[] {
  return [
    { procedure: "me.get" },
    { procedure: "project.list", input: { limit: 20 } },
    { procedure: "project.get", input: { id: projectId } },
    { procedure: "task.list", input: { projectId } },
    { procedure: "member.list", input: { limit: 20 } },
    { procedure: "invitation.list", input: { limit: 20 } },
    { procedure: "audit.list", input: { limit: 20 } },
    { procedure: "post.mine", input: { limit: 20 } },
    { procedure: "post.published", input: { limit: 20 } },
    { procedure: "post.bySlug", input: { slug: "post-0" } },
  ];
}

async function measure(
  { rounds, quick, tell }: Settings,
  world: World,
  scene: Scene,
  next: Server,
): Promise<Report> {
  const calls = callsOf(scene);
  const servers = [
    { name: ours, server: world.application },
    { name: t3, server: next },
  ];
  await assertSameAnswers(calls, servers, scene.mint.token());
  const paths = calls.map(({ procedure, input }) => callPath(procedure, input));
  const ways = [
    { way: "one batch", paths: [batchPath(calls)], callsInRequest: calls.length },
    { way: "ten requests", paths, callsInRequest: 1 },
  ];
  const asked = servers.flatMap(({ name, server }) =>
    ways.map(({ way, ...rest }) => ({ ...rest, name: `${name}, ${way}`, server })),
  );
  const contenders = asked.map(({ name, server, paths: asks, callsInRequest }) => {
    const contender: HttpContender = {
      name,
      pid: server.pid,
      postgresPid: world.postgresPid,
      load: () => ({
        url: server.url,
        paths: asks,
        bearers: scene.mint.tokens(connections),
        connections,
        seconds: quick ? 1 : 3,
        expectedText: '"result"',
        unwantedText: '"error"',
      }),
    };
    return { contender, callsInRequest };
  });
  tell("warming up");
  await warmUp(
    contenders.map(({ contender }) => contender),
    quick ? 2 : 4,
  );
  const comparison = await compare({
    title: `${connections} connections, the same ten calls again and again`,
    metrics: [
      { key: "calls", name: "Calls a second", unit: "/s", better: "higher" },
      { key: "cpu", name: "Server's CPU a call", unit: "ms", better: "lower" },
    ],
    baseline: `${t3}, ten requests`,
    rounds,
    tell,
    contenders: contenders.map(({ contender, callsInRequest }) => ({
      name: contender.name,
      round: async () => {
        const { perSecond = NaN, server: cpu = NaN } = await httpContender(contender).round();
        return { calls: perSecond * callsInRequest, cpu: cpu / callsInRequest };
      },
    })),
  });
  return {
    comparisons: [comparison],
    targets: [
      against(comparison, `${ours}, ten requests`, "Calls a second in a batch against one by one"),
      against(comparison, `${t3}, one batch`, "Calls a second in a batch against T3's batch"),
    ],
  };
}

function against(comparison: Comparison, other: string, text: string) {
  return ratioTarget(comparison, {
    text,
    metric: "calls",
    contender: `${ours}, one batch`,
    against: other,
    holds: "at least",
    limit: 1,
  });
}

const Answers = z.array(
  z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) }).strict(),
);

/** @throws where a call fails, or the two read other rows: by their names and ids, for each shows a little more of them than the other */
async function assertSameAnswers(
  calls: readonly Call[],
  servers: readonly { readonly name: string; readonly server: Server }[],
  token: string,
): Promise<void> {
  const seen: string[][] = [];
  for (const { name, server } of servers) {
    const url = `${server.url}${batchPath(calls)}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name} answers ${response.status}: ${text}`);
    const answers = Answers.parse(JSON.parse(text));
    seen.push(answers.map(({ result }) => namesIn(result.data.json)));
  }
  const [own = [], other = []] = seen;
  calls.forEach(({ procedure }, n) => {
    if (own[n] !== other[n] || own[n] === undefined)
      throw new Error(`${procedure} answers ${own[n]} here and ${other[n]} there`);
  });
}

function namesIn(answer: unknown): string {
  const names = [...JSON.stringify(answer).matchAll(/"(?:title|name|slug|action)":"([^"]+)"/g)];
  return [...new Set(names.map(([, name]) => name))].sort().join(" ");
}
