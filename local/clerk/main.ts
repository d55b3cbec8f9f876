import { parseArgs } from "node:util";
import { clerkEnvironment, startLocalClerk } from "./server.ts";

const USAGE = `Starts the local Clerk on this machine's loopback addresses.

  --port <n>         4010 (CLERK_LOCAL_PORT); 0 takes any free one
  --data <dir>       .local/clerk (CLERK_LOCAL_DATA)
  --app <origin>     http://localhost:3000 (APP_URL)
  --webhook <url>    <app>/api/webhooks/clerk; "none" sends no webhooks
  --retry <factor>   1: the published retry schedule, scaled
  --arrangement <a>  direct or proxy: which environment variables to print`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.CLERK_LOCAL_PORT ?? "4010" },
    data: { type: "string", default: process.env.CLERK_LOCAL_DATA ?? ".local/clerk" },
    app: { type: "string", default: process.env.APP_URL ?? "http://localhost:3000" },
    webhook: { type: "string" },
    retry: { type: "string", default: "1" },
    arrangement: { type: "string", default: "direct" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const clerk = await startLocalClerk({
  port: Number(values.port),
  dataDir: values.data,
  appUrl: values.app,
  webhookUrl:
    values.webhook === "none" ? null : (values.webhook ?? `${values.app}/api/webhooks/clerk`),
  retryFactor: Number(values.retry),
});

console.log(`Local Clerk at ${clerk.url}, for the application at ${values.app}\n`);
const arrangement = values.arrangement === "proxy" ? "proxy" : "direct";
for (const [name, value] of Object.entries(clerkEnvironment(clerk, arrangement))) {
  console.log(`${name}=${JSON.stringify(value)}`);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void clerk.close().then(() => process.exit(0)));
}
