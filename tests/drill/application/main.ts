import { serve } from "@hono/node-server";
import { TRPCError } from "@trpc/server";
import { authenticateRequest } from "@/src/server/auth/request";
import { closeDatabase } from "@/src/server/db/database";
import { log } from "@/src/server/log";
import { driftOf, readFound } from "@/src/server/sync/reconcile/findings";
import { runSync } from "@/src/server/sync/run/perform";
import { startRun } from "@/src/server/sync/run/run";
import { receiveDelivery } from "@/src/server/sync/webhook";
import { createCaller } from "@/src/server/trpc/caller";
import { createContext } from "@/src/server/trpc/context";
import { errorCodeOf } from "@/src/server/trpc/fault";
import { startServing } from "@/src/server/start";
import { shiftClock } from "./clock.ts";

/**
 * The application without Next, in a process of its own that can be killed: the webhook's route, and calls as the person of a
 * session token, verified by Clerk's SDK and decided by the same gates and the same database.
 */
const [task = "", port = "0", shiftMs = "0"] = process.argv.slice(2);
shiftClock(Number(shiftMs));

const calls: Readonly<
  Record<string, (caller: ReturnType<typeof createCaller>) => Promise<unknown>>
> = {
  "/call/me.get": (caller) => caller.me.get(),
  "/call/project.list": (caller) => caller.project.list({}),
  "/call/audit.list": (caller) => caller.audit.list({}),
};

async function answerCall(path: string, request: Request): Promise<Response> {
  const call = calls[path];
  if (!call) return new Response(null, { status: 404 });
  try {
    const { principal } = await authenticateRequest(request);
    const caller = createCaller(createContext(principal));
    await call(caller);
    return Response.json({ code: "allowed" });
  } catch (error) {
    const code = error instanceof TRPCError ? errorCodeOf(error) : "internal";
    if (!(error instanceof TRPCError)) log.error({ error }, "call failed");
    return Response.json({ code }, { status: 400 });
  }
}

/** As `npm run sync -- reconcile --yes` does, which prints more. */
async function reconcile(): Promise<void> {
  const run = await startRun({
    kind: "reconcile",
    scope: "all",
    dryRun: false,
    confirmed: true,
    startedBy: "command",
  });
  const { status, error, found } = await runSync(run.id);
  process.stdout.write(`${status} ${error ?? `${driftOf(readFound(found))} mended`}\n`);
  await closeDatabase();
  process.exit(status === "done" ? 0 : 1);
}

async function main(): Promise<void> {
  await startServing();
  const server = serve(
    {
      hostname: "127.0.0.1",
      port: Number(port),
      fetch: (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === "/api/webhooks/clerk") return receiveDelivery(request);
        return answerCall(pathname, request);
      },
    },
    (address) => process.stdout.write(`listening ${address.port}\n`),
  );
  // As a process manager asks: what is under way is finished first.
  process.once("SIGTERM", () => {
    server.close(() => void closeDatabase().then(() => process.exit(0)));
  });
}

// Whoever started it has gone.
process.stdin.resume().once("end", () => process.exit(1));
if (task === "reconcile") {
  reconcile().catch((error: unknown) => {
    process.stdout.write(`broke off: ${error instanceof Error ? error.name : "unknown"}\n`);
    process.exit(1);
  });
} else void main();
