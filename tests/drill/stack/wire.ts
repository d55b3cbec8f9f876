import { connect, createServer, type Socket } from "node:net";

/** What goes wrong between the application and its database. */
export interface WireFaults {
  /** How long each piece takes, in either direction. */
  delayMs: number;
  /** Nothing passes, and nobody is told: a cable that was pulled. */
  silent: boolean;
  /** What happens at the next commit, and on which side of it. */
  atCommit: { readonly when: "before" | "after"; run(cut: () => void): void } | null;
}

/** Stands between the application's processes and Postgres. */
export interface Wire {
  readonly port: number;
  readonly faults: WireFaults;
  /** Where the server is; another port after it was started again. */
  upstreamPort: number;
  /** Ends every connection without a word. */
  cutAll(): void;
  close(): Promise<void>;
}

const commit = Buffer.from("COMMIT\0");

export async function startWire(upstreamPort: number): Promise<Wire> {
  const faults: WireFaults = { delayMs: 0, silent: false, atCommit: null };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(wire.upstreamPort, "127.0.0.1");
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let committing: WireFaults["atCommit"] = null;
    pass(client, upstream, (chunk) => {
      if (!faults.atCommit || !chunk.includes(commit)) return true;
      committing = faults.atCommit;
      faults.atCommit = null;
      if (committing.when === "after") return true;
      committing.run(cut);
      return false;
    });
    pass(upstream, client, (chunk) => {
      if (committing?.when !== "after" || !chunk.includes(commit)) return true;
      committing.run(cut);
      return false;
    });
  });

  /** Hands on what `admits` lets through, in order, late where it shall be late. */
  function pass(from: Socket, to: Socket, admits: (chunk: Buffer) => boolean): void {
    sockets.add(from);
    let last = Promise.resolve();
    from.on("data", (chunk: Buffer) => {
      const late = new Promise<void>((resolve) => {
        if (faults.delayMs === 0) resolve();
        else setTimeout(resolve, faults.delayMs);
      });
      last = last.then(async () => {
        await late;
        while (faults.silent && !from.destroyed) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (!to.destroyed && admits(chunk)) to.write(chunk);
      });
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The wire has no port.");
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const wire: Wire = {
    port: address.port,
    faults,
    upstreamPort,
    cutAll,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
  return wire;
}
