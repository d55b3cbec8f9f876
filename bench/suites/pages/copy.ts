import { cpSync } from "node:fs";
import { join } from "node:path";
import { ensureBuild } from "../../../local/stack/build.ts";
import { choosePorts } from "../../../local/stack/ports.ts";
import { livenessPath } from "../../../local/stack/next.ts";
import { applicationParts, copyProject } from "../../../tests/support/project.ts";
import { startServer, type Server } from "../../support/server.ts";
import { nextStart, root, type World } from "../../support/stack.ts";

/** A production build of the application in which one file is another, on the same stand-ins. */
export async function startCopy(world: World): Promise<Server> {
  const folder = copyProject("http-loop", applicationParts);
  cpSync(
    join(root, "bench", "peers", "http-loop", "server.ts"),
    join(folder, "src", "server", "trpc", "server.ts"),
    // What a build is made from is told by the files' times, among others: the last one serves again.
    { preserveTimestamps: true },
  );
  const { app: port } = await choosePorts({ app: 3750, clerk: 4760, postgres: 54_760 });
  const url = `http://localhost:${port}`;
  const env = {
    ...world.env,
    PORT: String(port),
    APP_URL: `${world.appUrl},${url}`,
    HTTP_LOOP_URL: url,
    LOG_LEVEL: "warn",
    RATE_LIMIT_ADDRESS: "1000000000",
    RATE_LIMIT_PERSON: "1000000000",
  };
  await ensureBuild({ root: folder, env });
  return startServer({ args: nextStart(port), cwd: folder, env, port, healthPath: livenessPath });
}
