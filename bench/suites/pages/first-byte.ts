import { Agent, request } from "node:http";
import type { Contender } from "../../measure/compare.ts";
import { percentile } from "../../measure/statistics.ts";
import { cpuSeconds } from "../../support/processes.ts";
import type { Server } from "../../support/server.ts";

export interface Answer {
  readonly status: number;
  /** Milliseconds from asking. */
  readonly firstByte: number;
  readonly whole: number;
  readonly text: string;
}

export interface PageContender {
  readonly name: string;
  readonly server: Server;
  readonly path: string;
  /** Tokens live a minute. */
  token(): string;
  /** @throws when the page is not the right one */
  assertRight(answer: Answer): void;
  /** Of one round. */
  readonly requests: number;
}

/** One page after another, by one connection. */
export function pageContender(options: PageContender): Contender {
  const { name, server, path, requests } = options;
  return {
    name,
    async round() {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const bearer = options.token();
      const answers: Answer[] = [];
      const before = cpuSeconds(server.pid);
      while (answers.length < requests) answers.push(await ask(agent, server.url + path, bearer));
      const cpu = ((cpuSeconds(server.pid) - before) * 1000) / requests;
      agent.destroy();
      for (const answer of answers) options.assertRight(answer);
      const median = (of: (answer: Answer) => number): number => percentile(answers.map(of), 50);
      return {
        firstByte: median(({ firstByte }) => firstByte),
        whole: median(({ whole }) => whole),
        cpu,
      };
    },
  };
}

export function ask(agent: Agent, url: string, bearer: string | null): Promise<Answer> {
  const since = performance.now();
  const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (response) => {
      let firstByte = 0;
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => {
        firstByte ||= performance.now() - since;
        parts.push(part);
      });
      response.once("error", reject);
      response.once("end", () => {
        const whole = performance.now() - since;
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: response.statusCode ?? 0, firstByte: firstByte || whole, whole, text });
      });
    });
    asked.once("error", reject);
    asked.end();
  });
}
