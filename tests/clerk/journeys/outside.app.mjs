// An application of a few lines on Clerk's server SDK: shows the components, says who asks, and takes webhooks.
import { createServer } from "node:http";
import { createClerkClient } from "@clerk/backend";
import { verifyWebhook } from "@clerk/backend/webhooks";

const {
  CLERK_SECRET_KEY: secretKey,
  CLERK_API_URL: apiUrl,
  PUBLISHABLE_KEY: publishableKey,
} = process.env;
const api = createClerkClient({ secretKey, publishableKey, apiUrl });
const events = [];

const server = createServer(async (incoming, response) => {
  const chunks = await incoming.toArray();
  const request = new Request(`http://localhost${incoming.url}`, {
    method: incoming.method,
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  if (incoming.method === "POST") {
    events.push((await verifyWebhook(request)).type);
    return response.end();
  }
  if (incoming.url !== "/who") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(process.env.PAGE);
  }
  // Without a PEM, so that it fetches the keys from the Backend API.
  const auth = (await api.authenticateRequest(request)).toAuth();
  const user = auth?.userId ? await api.users.getUser(auth.userId) : null;
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      email: user?.primaryEmailAddress?.emailAddress ?? null,
      organization: auth?.orgSlug ?? null,
      events,
    }),
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
// A signal would end the process without its count.
process.once("SIGTERM", () => process.exit(0));
