import pg from "pg";
import { env } from "@/src/env";
import { log } from "@/src/server/log";

/** Where the database tells what has changed (prisma/migrations/*_tell_changes). */
const channel = "gatehouse_changes";
/** Milliseconds: between two looks at whether the connection still lives, and how long each may take. */
const pulse = { every: 20_000, within: 5_000 };
/** Milliseconds from a lost connection to the next try, and the most that they grow to. */
const backOff = { first: 250, most: 15_000 };

export interface Ears {
  readonly onTold: (told: string) => void;
  /** The connection was lost and is back: what was told meanwhile is unknown. */
  readonly onGap: () => void;
}

/**
 * Hears what the database tells, on a connection of its own: one of the pool's would be taken from the calls for good. It reads
 * nothing: it runs as the login role, outside any gate, to which every table is closed.
 */
class Listener {
  readonly #ears: Ears;
  #client: Promise<pg.Client>;
  #closed = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ears: Ears) {
    this.#ears = ears;
    this.#client = this.#connect();
  }

  /** Resolves once every change from now on is heard. @throws the connection's error */
  async ready(): Promise<void> {
    await this.#client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client.then((client) => client.end()).catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const { DATABASE_LISTEN_URL, DATABASE_URL } = env();
    const client = new pg.Client({
      connectionString: DATABASE_LISTEN_URL ?? DATABASE_URL,
      application_name: channel,
      connectionTimeoutMillis: pulse.within,
      query_timeout: pulse.within,
      keepAlive: true,
    });
    let lost = false;
    const lose = (error?: Error): void => {
      if (lost || this.#closed) return;
      lost = true;
      void client.end().catch(() => undefined);
      this.#connectAgain(error);
    };
    client.on("notification", ({ payload }) => this.#ears.onTold(payload ?? ""));
    client.on("error", lose);
    client.on("end", () => lose());
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      lose(error instanceof Error ? error : undefined);
      throw error;
    }
    this.#failures = 0;
    // A peer that vanished without a word says nothing, which is what this connection hears most of the time.
    this.#schedule(pulse.every, () => this.#feel(client, lose));
    return client;
  }

  #feel(client: pg.Client, lose: (error?: Error) => void): void {
    client.query("SELECT").then(
      () => this.#schedule(pulse.every, () => this.#feel(client, lose)),
      (error: unknown) => lose(error instanceof Error ? error : undefined),
    );
  }

  #connectAgain(error: Error | undefined): void {
    const wait = Math.min(backOff.first * 2 ** this.#failures++, backOff.most);
    log.warn({ error, wait }, "the connection that hears of changes is lost");
    const again = new Promise<void>((resolve) => this.#schedule(wait, resolve)).then(() =>
      this.#connect(),
    );
    // Whoever waits meanwhile hears of the failure; without anybody it must not end the process.
    again.then(this.#ears.onGap, () => undefined);
    this.#client = again;
  }

  #schedule(milliseconds: number, run: () => void): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(run, milliseconds);
    this.#timer.unref();
  }
}

// Next loads this module more than once; the process listens once.
const holder: typeof globalThis & { gatehouseListener?: Listener } = globalThis;

/** Starts listening, once a process; the first ears stay. Resolves once every change is heard. @throws the connection's error */
export async function listen(ears: Ears): Promise<void> {
  holder.gatehouseListener ??= new Listener(ears);
  await holder.gatehouseListener.ready();
}

export async function stopListening(): Promise<void> {
  const listener = holder.gatehouseListener;
  holder.gatehouseListener = undefined;
  await listener?.close();
}
