import { startLocalClerk } from "../../local/clerk/server.ts";
import type { ClerkAnswer, ClerkRequest } from "./clerk.ts";

/** A local Clerk in a process of its own: what it takes to sign and to send is not the application's. clerk.ts forks this file. */
let clerk: Awaited<ReturnType<typeof startLocalClerk>> | undefined;

async function answer(request: ClerkRequest): Promise<ClerkAnswer> {
  if (request.kind === "start") {
    clerk = await startLocalClerk({ ...request.options, log: () => undefined });
    const { url, secretKey, webhookSecret, jwtKey } = clerk;
    return { kind: "started", url, secretKey, webhookSecret, jwtKey };
  }
  await clerk?.seed(request.content);
  return { kind: "seeded" };
}

process.on("message", (message) => {
  // Guarantee: clerk.ts sends nothing but these.
  answer(message as ClerkRequest).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ kind: "failed", reason: String(error) }),
  );
});
process.once("disconnect", () => {
  void (clerk?.close() ?? Promise.resolve()).finally(() => process.exit());
});
