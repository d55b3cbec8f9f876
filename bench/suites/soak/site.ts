import { z } from "zod";
import type { Tally } from "./tally.ts";

export interface Asked {
  /** What the table calls it. */
  readonly kind: string;
  readonly path: string;
  readonly token?: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The tenants whose rows the answer may show, by number. */
  readonly tenants: readonly number[];
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Of tRPC: what came, or the code of the refusal. */
  readonly data: unknown;
  readonly code: string | null;
}

/** In every text that belongs to a tenant, and nowhere else. */
export function markOf(tenant: number): string {
  return `mark${tenant}of`;
}

/** No answer takes this long, milliseconds. */
const patience = 30_000;

const One = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });
const Refused = z.object({
  error: z.object({ json: z.object({ data: z.object({ appCode: z.string() }) }) }),
});

/** The application over HTTP. Of every answer it is checked that it is no failure, and that no other tenant's mark is in it. */
export class Site {
  constructor(
    readonly url: string,
    readonly tally: Tally,
  ) {}

  async ask(asked: Asked): Promise<Answer> {
    const { kind, path, token, method = "GET", body, tenants } = asked;
    const headers = new Headers(asked.headers);
    if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
    const began = performance.now();
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    this.tally.add(kind, performance.now() - began);
    const { status } = response;
    if (status >= 500) this.tally.blame(`${kind}: ${status} ${text.slice(0, 200)}`);
    for (const [mark, tenant] of text.matchAll(/mark(\d+)of/g))
      if (!tenants.includes(Number(tenant)))
        this.tally.blame(`${kind}: ${mark} was shown to ${tenants.join() || "nobody"}`);
    return { status, text, ...read(text) };
  }

  query(path: string, input: unknown, as: Pick<Asked, "token" | "tenants">): Promise<Answer> {
    const value = encodeURIComponent(JSON.stringify({ json: input }));
    const search = input === undefined ? "" : `?input=${value}`;
    return this.ask({ ...as, kind: path, path: `/api/trpc/${path}${search}` });
  }

  mutate(path: string, input: unknown, as: Pick<Asked, "token" | "tenants">): Promise<Answer> {
    return this.ask({
      ...as,
      kind: path,
      path: `/api/trpc/${path}`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ json: input }),
    });
  }

  /** One request with several calls, each of another procedure. */
  async batch(
    calls: readonly (readonly [path: string, input: unknown])[],
    as: Pick<Asked, "token" | "tenants">,
  ): Promise<{ readonly status: number; readonly answers: readonly ReturnType<typeof readOne>[] }> {
    const inputs = Object.fromEntries(calls.map(([, input], n) => [n, { json: input }]));
    const paths = calls.map(([path]) => path).join(",");
    const { status, text } = await this.ask({
      ...as,
      kind: "a batch",
      path: `/api/trpc/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`,
    });
    const answers = z.array(z.unknown()).safeParse(parse(text));
    return { status, answers: (answers.data ?? []).map(readOne) };
  }
}

function read(text: string): Pick<Answer, "data" | "code"> {
  return readOne(parse(text));
}

function readOne(value: unknown): Pick<Answer, "data" | "code"> {
  const refused = Refused.safeParse(value);
  if (refused.success) return { data: undefined, code: refused.data.error.json.data.appCode };
  return { data: One.safeParse(value).data?.result.data.json, code: null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
