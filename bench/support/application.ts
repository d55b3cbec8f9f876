import { join } from "node:path";
import { clerkEnvironment } from "../../local/clerk/arrangements.ts";
import { ensureBuild } from "../../local/stack/build.ts";
import { appEnvironment } from "../../local/stack/environment.ts";
import { livenessPath } from "../../local/stack/next.ts";
import { choosePorts } from "../../local/stack/ports.ts";
import { startBenchClerk, type BenchClerk } from "./clerk.ts";
import { startBenchDatabase, type BenchDatabase } from "./database.ts";
import { startServer } from "./server.ts";

const root = join(import.meta.dirname, "..", "..");

/** The production build of the application, on a PostgreSQL and a local Clerk whose webhooks it takes. */
export interface BenchApplication {
  readonly url: string;
  /** Of its first process. */
  readonly pid: number;
  readonly database: BenchDatabase;
  readonly clerk: BenchClerk;
  stop(): Promise<void>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  tell(text: string): void;
}

/** Nobody is told to slow down: what is measured is not the limits. */
const roomy = { RATE_LIMIT_ADDRESS: "1000000000", RATE_LIMIT_PERSON: "1000000000" };

export async function startApplication({ env, tell }: Options): Promise<BenchApplication> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    const database = await startBenchDatabase();
    stops.push(() => database.stop());
    const { app: port } = await choosePorts({ app: 3700, clerk: 4710, postgres: 54_800 });
    const appUrl = `http://localhost:${port}`;
    const webhookUrl = `${appUrl}/api/webhooks/clerk`;
    const clerk = await startBenchClerk({ appUrl, webhookUrl });
    stops.push(() => clerk.stop());
    const variables = {
      ...appEnvironment(
        {},
        {
          mode: "production",
          appPort: port,
          databaseUrl: database.loginUrl,
          clerk: clerkEnvironment(clerk, "proxy"),
        },
      ),
      ...roomy,
      LOG_LEVEL: "error",
      ...env,
    };
    tell("the production build");
    await ensureBuild({ root, env: variables });
    const next = join(root, "node_modules", "next", "dist", "bin", "next");
    const server = await startServer({
      args: [next, "start", "-p", String(port), "-H", "localhost"],
      cwd: root,
      env: variables,
      port,
      healthPath: livenessPath,
    });
    stops.push(() => server.stop());
    return { url: appUrl, pid: server.pid, database, clerk, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
