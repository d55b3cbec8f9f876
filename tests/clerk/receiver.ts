import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import { type LocalClerk } from "../../local/clerk/server.ts";
import { cleanUp } from "./clean-up.ts";
import { asRecord, backendPost, client } from "./start.ts";

export interface Received {
  id: string;
  type: string;
  data: Record<string, unknown>;
  envelope: Record<string, unknown>;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
  /** How many requests were under way when it came, itself counted. */
  together: number;
}

/** An application that takes every delivery, or answers as it is told. */
export class Application {
  readonly received: Received[] = [];
  answer: (message: Received) => number = () => 200;
  /** Instead of `answer`: whatever it does to the response, the request counts as under way until it ends. */
  respond: (message: Received, response: ServerResponse) => void = (message, response) =>
    response.writeHead(this.answer(message)).end();
  private underWay = 0;
  private server: Server | null = null;

  async listen(port = 0): Promise<number> {
    const server = createServer((request, response) => {
      let body = "";
      this.underWay += 1;
      response.on("close", () => (this.underWay -= 1));
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const envelope = asRecord(JSON.parse(body));
        const message: Received = {
          id: String(request.headers["svix-id"]),
          type: String(envelope.type),
          data: asRecord(envelope.data),
          envelope,
          headers: request.headers,
          body,
          at: Date.now(),
          together: this.underWay,
        };
        this.received.push(message);
        this.respond(message, response);
      });
    });
    this.server = server;
    cleanUp(() => this.close());
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return address.port;
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  types(): string[] {
    return this.received.map((message) => message.type);
  }

  /** The numbers that `happen` gave to what happened, in the order of arrival. */
  numbers(): number[] {
    return this.received.map((message) => Number(asRecord(message.data.public_metadata).number));
  }
}

export async function freePort(): Promise<number> {
  const application = new Application();
  const port = await application.listen();
  await application.close();
  return port;
}

export function hook(port: number): string {
  return `http://localhost:${port}/api/webhooks/clerk`;
}

export function newUser(clerk: LocalClerk, name: string) {
  return client(clerk).users.createUser({
    emailAddress: [`${name}@example.test`],
    password: "gatehouse-local",
  });
}

/** So many people arrive, numbered from 0: as many events. */
export async function happen(clerk: LocalClerk, count: number, from = 0): Promise<void> {
  for (let number = from; number < from + count; number++) {
    await backendPost(clerk, "/v1/users", {
      email_address: [`person-${number}@example.test`],
      skip_password_requirement: true,
      public_metadata: { number },
    });
  }
}

export function asRequest(message: Received, body = message.body): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  return new Request("http://localhost/api/webhooks/clerk", { method: "POST", headers, body });
}

export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

/** One of our own endpoints, under /local. */
export async function local(
  clerk: LocalClerk,
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: unknown,
): Promise<Answered> {
  const response = await fetch(`${clerk.url}/local${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: asRecord(await response.json()) };
}

export async function deliveries(clerk: LocalClerk, query = ""): Promise<Record<string, unknown>> {
  return (await local(clerk, "GET", `/deliveries${query}`)).body;
}

export async function setWebhooks(clerk: LocalClerk, webhooks: unknown): Promise<void> {
  const { status, body } = await local(clerk, "PATCH", "/settings", { webhooks });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** Waits until nothing is on its way any more, no retry and no second copy either. */
export async function drained(clerk: LocalClerk): Promise<Record<string, unknown>> {
  const end = Date.now() + 15_000;
  for (;;) {
    const report = await deliveries(clerk, "?limit=0");
    if (report.waiting === 0) return report;
    if (Date.now() > end) throw new Error(`still on their way: ${JSON.stringify(report)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
