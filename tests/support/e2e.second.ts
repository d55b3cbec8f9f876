import { choosePorts } from "../../local/stack/ports.ts";
import { startNext, type RunningNext } from "../../local/stack/next.ts";
import { served } from "./e2e.ts";

export interface Second {
  readonly url: string;
  readonly next: RunningNext;
}

/** Serves the same build once more under other settings: the same database, the same people, the same keys. */
export async function serveSecond(variables: Readonly<Record<string, string>>): Promise<Second> {
  const { app: port } = await choosePorts({ app: 3600, clerk: 4610, postgres: 54_830 });
  const url = `http://localhost:${port}`;
  const env = {
    ...served.env,
    PORT: String(port),
    APP_URL: `${served.appUrl},${url}`,
    LOG_LEVEL: "warn",
    ...variables,
  };
  return { url, next: await startNext({ command: "start", root: served.root, port, env }) };
}
