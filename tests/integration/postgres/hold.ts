import { startLocalPostgres } from "../../../local/postgres/server.ts";

/** Starts a server and keeps it until told: by SIGINT, which it answers with whether the server outlived the signal. */
const [dataDir = "", port = ""] = process.argv.slice(2);

const postgres = await startLocalPostgres({ dataDir, port: Number(port) });

process.on("SIGINT", () => {
  let ended = false;
  void postgres.ended.then(() => (ended = true));
  setTimeout(() => {
    process.stdout.write(ended ? "the server went first\n" : "the server is still there\n");
    void postgres.stop().then(() => process.exit(0));
  }, 200);
});
process.stdout.write(`ready ${postgres.port}\n`);
