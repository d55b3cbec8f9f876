import { ensureBuild } from "../../local/stack/build.ts";
import { choosePorts } from "../../local/stack/ports.ts";
import { startNext, type RunningNext } from "../../local/stack/next.ts";
import { served } from "./e2e.ts";
import { applicationParts, copyProject } from "./project.ts";

export interface Copy {
  readonly url: string;
  readonly next: RunningNext;
}

/**
 * Builds and serves a copy of the application without some of its files, on the same stand-ins: the same database, the same
 * people, the same keys.
 */
export async function serveCopy(name: string, without: readonly string[]): Promise<Copy> {
  const folder = copyProject(
    name,
    applicationParts.filter((part) => !without.includes(part)),
  );
  const { app: port } = await choosePorts({ app: 3400, clerk: 4410, postgres: 54_630 });
  const env = {
    ...served.env,
    PORT: String(port),
    APP_URL: `${served.appUrl},http://localhost:${port}`,
    LOG_LEVEL: "warn",
  };
  await ensureBuild({ root: folder, env });
  const next = await startNext({ command: "start", root: folder, port, env });
  return { url: `http://localhost:${port}`, next };
}
