import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { choosePorts, isFree, readPort } from "../../../local/stack/ports.ts";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

function occupy(host: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port }, () => {
      servers.push(server);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no port"));
      else resolve(address.port);
    });
  });
}

test("a busy port moves to the next free one", async () => {
  const busy = await occupy("127.0.0.1");
  const ports = await choosePorts({ app: busy, clerk: busy, postgres: busy });
  expect(ports.app).toBeGreaterThan(busy);
  expect(new Set(Object.values(ports)).size).toBe(3);
  for (const port of [ports.app, ports.clerk, ports.postgres])
    expect(await isFree(port)).toBe(true);
});

test("a port is busy on whichever address somebody listens", async () => {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    const port = await occupy(host);
    expect([host, await isFree(port)]).toEqual([host, false]);
  }
});

test("a free port is kept", async () => {
  const port = await occupy("127.0.0.1");
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
  expect(await isFree(port)).toBe(true);
});

test("a preferred port that is none is refused by name", () => {
  expect(readPort("PORT", undefined, 3000)).toBe(3000);
  expect(readPort("PORT", "3100", 3000)).toBe(3100);
  for (const value of ["abc", "0", "70000", "3000.5"]) {
    expect(() => readPort("PORT", value, 3000)).toThrow("PORT is not a port number");
  }
});
