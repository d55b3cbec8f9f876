import path from "node:path";
import { choosePlace } from "./place.ts";
import { findBinaries } from "./binaries.ts";
import { isAlive, readPostmaster } from "./postmaster.ts";
import { readSecrets } from "./secrets.ts";
import { ownerUrlOf, startLocalPostgres } from "./server.ts";

export interface Borrowed {
  readonly ownerUrl: string;
  /** Stops the server if it was started for this. */
  release(): Promise<void>;
}

/** The local database for a short errand: the server that `npm run dev` holds, or one started until release(). */
export async function borrowLocalPostgres(dataDir: string): Promise<Borrowed> {
  const folder = path.resolve(dataDir);
  const place = await choosePlace(await findBinaries(), folder, ["namespace", "account"]);
  const running = await readPostmaster(place.data);
  if (running?.ready && isAlive(running.pid)) {
    const { owner } = await readSecrets(folder);
    return { ownerUrl: ownerUrlOf(owner, running.port), release: () => Promise.resolve() };
  }
  const started = await startLocalPostgres({ dataDir: folder, port: 54_329 });
  return { ownerUrl: started.ownerUrl, release: () => started.stop() };
}
