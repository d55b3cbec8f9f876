import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { choosePorts } from "../../../local/stack/ports.ts";
import { resetData } from "../../../local/stack/reset.ts";
import { startDev, type Dev } from "../../../tests/support/dev.ts";
import { applicationParts, copyProject } from "../../../tests/support/project.ts";
import type { Table } from "../../measure/report.ts";
import { spreadOf } from "../../measure/statistics.ts";
import { shown } from "../../output/number.ts";
import { clerkOf, openMint } from "../../support/tokens.ts";

const parts = [...applicationParts, "local", "prisma", "prisma.config.ts"];
const starts = ["dev, first", "dev, again", "preview, first", "preview, again"] as const;

interface Start {
  /** Seconds from the process's beginning. */
  readonly banner: number;
  readonly page: number;
  /** The page names the person's organizations: their webhooks have come, which wait until the application is there. */
  readonly organizations: number;
}

/**
 * From nothing, as after a clone and its `npm ci`: no data, no keys, nothing built. Then once more with what the first has left.
 * The page is /dashboard, asked for as alice as soon as the terminal says that all is there.
 */
export async function coldStarts(cycles: number, tell: (text: string) => void): Promise<Table> {
  const all = new Map<string, Start[]>(starts.map((name) => [name, []]));
  for (let cycle = 1; cycle <= cycles; cycle++) {
    for (const script of ["dev", "preview"] as const) {
      const folder = copyProject(`cold-${script}`, parts);
      // Copying leaves alone what it has not brought.
      for (const left of [".next", "data"])
        rmSync(join(folder, left), { recursive: true, force: true });
      try {
        for (const which of ["first", "again"]) {
          tell(`npm run ${script}, ${which} start, ${cycle} of ${cycles}`);
          all.get(`${script}, ${which}`)?.push(await start(folder, script));
        }
      } finally {
        await whenEnded(async () => {
          await resetData(join(folder, "data"));
          rmSync(folder, { recursive: true, force: true });
        });
      }
    }
  }
  const of = (name: string, key: keyof Start): string => {
    const { median, least, most } = spreadOf((all.get(name) ?? []).map((one) => one[key]));
    return cycles > 1 ? `${shown(median)} (${shown(least)} to ${shown(most)})` : shown(median);
  };
  return {
    title: `Seconds from \`npm run …\` to the first page of somebody signed in, ${cycles === 1 ? "once" : `median of ${cycles}`}`,
    columns: [
      "Start",
      "until it says that it is ready",
      "until /dashboard has arrived",
      "until it names the organizations",
    ],
    rows: starts.map((name) => [
      name,
      of(name, "banner"),
      of(name, "page"),
      of(name, "organizations"),
    ]),
  };
}

async function start(folder: string, script: "dev" | "preview"): Promise<Start> {
  const ports = await choosePorts({ app: 3770, clerk: 4770, postgres: 54_770 });
  const variables = {
    LOCAL_DIR: "data",
    PORT: String(ports.app),
    CLERK_PORT: String(ports.clerk),
    POSTGRES_PORT: String(ports.postgres),
  };
  const since = performance.now();
  const running = await startDev(folder, variables, script);
  try {
    const banner = (performance.now() - since) / 1000;
    // Signing in is the person's own time, which is not counted.
    const beforeSigningIn = performance.now();
    const token = await signIn(running, join(folder, "data", "clerk", "keys.json"));
    const signingIn = (performance.now() - beforeSigningIn) / 1000;
    const passed = (): number => (performance.now() - since) / 1000 - signingIn;
    let text = await readDashboard(running, token);
    const page = passed();
    while (!text.includes("Acme")) {
      if (passed() > page + 60) throw new Error(`No webhook came:\n${running.output()}`);
      await sleep(50);
      text = await readDashboard(running, token);
    }
    return { banner, page, organizations: passed() };
  } finally {
    await running.stop("SIGTERM");
  }
}

/** @throws unless it is the page of somebody who is signed in; others are sent elsewhere */
async function readDashboard({ appUrl, output }: Dev, token: string): Promise<string> {
  const response = await fetch(`${appUrl}/dashboard`, {
    headers: { authorization: `Bearer ${token}` },
    redirect: "manual",
  });
  if (response.status !== 200)
    throw new Error(`/dashboard answers ${response.status}:\n${output()}`);
  return response.text();
}

async function signIn({ clerkUrl, appUrl }: Dev, clerkKeys: string): Promise<string> {
  const keys: unknown = JSON.parse(readFileSync(clerkKeys, "utf8"));
  const { secretKey: clerkSecretKey } = z.object({ secretKey: z.string() }).parse(keys);
  const place = { clerkUrl, appUrl, clerkKeys, clerkSecretKey };
  const clerk = clerkOf(place);
  const [alice] = (await clerk.users.getUserList({ emailAddress: ["alice@acme.test"] })).data;
  const session = await clerk.sessions.createSession({ userId: alice?.id ?? "" });
  return (await openMint(place, session.id)).token();
}

/** Refused while anything still works with the data. */
async function whenEnded(work: () => unknown): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(100);
    }
  }
}
