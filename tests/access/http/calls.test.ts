import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { pageOrganizationHeader } from "@/src/access/page-organization";
import {
  expectedOutcome,
  targetsOf,
  type MatrixOutcome,
  type ProcedureFacts,
} from "@/src/access/matrix/expectation";
import { outcomeOf, statusOf } from "@/src/access/matrix/places";
import { principals, type PrincipalCase } from "@/src/access/matrix/principals";
import { surface, type Action } from "@/src/access/matrix/surface";
import { readFacts } from "@/src/server/trpc/facts";
import { appRouter } from "@/src/server/trpc/root";
import { dataOf, deliveryOf, refusalOf, served } from "../../support/e2e.ts";
import { tenantsOf } from "../../support/world.ts";
import { inputOf } from "../support/inputs.ts";
import { rowsOf } from "../support/rows.ts";
import { useVisitor, type Visitor } from "../support/visitor.ts";

const procedures = readFacts(appRouter);
const facts = new Map(procedures.map((procedure) => [procedure.path, procedure]));
const routes = surface.filter((place) => place.kind === "route");
const actions = surface.filter((place) => place.kind === "action");
const RestError = z.object({ error: z.object({ code: z.string() }) });

let calls = 0;
afterAll(() => {
  process.stdout.write(`  access matrix over HTTP: ${calls} calls\n`);
});

describe.each(Object.entries(principals))("%s", (_, given) => {
  // The application that is served runs on the project's own setting.
  const principal: PrincipalCase = { ...given, setting: undefined };
  const visitor = useVisitor(principal);

  it.each(routes.map((route) => [route.path, route] as const))("%s", async (path, route) => {
    calls += 1;
    if (route.decides === "each") return callEach(visitor(), principal);
    if (route.decides === "signature") {
      const response = await visitor().ask(path, {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" },
      });
      expect(response.status).toBe(400);
      expect(RestError.parse(await response.json()).error.code).toBe("missing_headers");
      return;
    }
    if (route.decides === "secret") {
      // None is set there, and nobody's token stands in for it.
      const response = await visitor().ask(path, { method: "POST" });
      expect(response.status).toBe(503);
      return;
    }
    const response = await visitor().ask(path);
    if (route.decides === "nothing") {
      expect(response.status).toBe(200);
      return;
    }
    const come = route.decides.map((one) => outcomeOf(one, facts, principal));
    const expected = come.find((outcome) => outcome !== "done") ?? "done";
    expect(response.status).toBe(statusOf(expected));
    const body: unknown = await response.json();
    if (expected !== "done") expect(RestError.parse(body).error.code).toBe(expected);
  });

  it.each(actions.map((action) => [action.name, action] as const))("%s", async (_name, action) => {
    const [decides = ""] = action.decides;
    const { world } = visitor();
    calls += 2;
    expect(await post(visitor(), action, world.user)).toBe(outcomeOf(decides, facts, principal));
    // A page that was made for somebody else.
    expect(await post(visitor(), action, world.other)).toBe("signed_out");
  });
});

/** Every procedure over HTTP, but for what would change the world that the others are called in. */
async function callEach(visitor: Visitor, principal: PrincipalCase): Promise<void> {
  for (const procedure of procedures) {
    for (const target of targetsOf(procedure)) {
      const expected = expectedOutcome(procedure, principal, target);
      if (expected === "done" && procedure.type === "mutation") continue;
      const input = inputOf(procedure.path, rowsOf(visitor.world, principal, target));
      const came = await call(visitor, principal, procedure, input);
      expect(came, `${procedure.path} (${target})`).toEqual([expected, statusIn(expected)]);
      calls += 1;
    }
  }
}

/** tRPC has a status of its own for a missing organization. */
function statusIn(outcome: MatrixOutcome): number {
  return outcome === "no_organization" ? 412 : statusOf(outcome);
}

async function call(
  { ask, world }: Visitor,
  principal: PrincipalCase,
  { path, type }: ProcedureFacts,
  input: unknown,
): Promise<[string, number]> {
  const headers = new Headers(
    principal.pageOfOther
      ? { [pageOrganizationHeader]: tenantsOf(world, principal).foreign.id }
      : {},
  );
  const json = JSON.stringify({ json: input });
  const named = input === undefined ? "" : `?input=${encodeURIComponent(json)}`;
  const address = `/api/trpc/${path}`;
  if (type === "mutation") headers.set("content-type", "application/json");
  const response =
    type === "mutation"
      ? await ask(address, { method: "POST", body: json, headers })
      : await ask(`${address}${named}`, { headers });
  if (!response.ok) return [(await refusalOf(response)).data.appCode, response.status];
  await (type === "subscription" ? deliveryOf(response) : dataOf(response));
  return ["done", response.status];
}

const Manifest = z.object({
  node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
});

/** Sends a server action as its page does: by the id that the build gave it, from our own origin. */
async function post({ ask }: Visitor, action: Action, as: string): Promise<string> {
  const manifest = join(served.root, ".next", "server", "server-reference-manifest.json");
  const { node } = Manifest.parse(JSON.parse(readFileSync(manifest, "utf8")));
  const [id] =
    Object.entries(node).find(
      ([, { filename, exportedName }]) => filename === action.file && exportedName === action.name,
    ) ?? [];
  if (!id) throw new Error(`The build has no action ${action.name}.`);
  const response = await ask(action.path, {
    method: "POST",
    body: JSON.stringify([as, { title: "Posted by an action", body: "Text." }]),
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      "next-action": id,
      origin: served.appUrl,
    },
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  const [, ok, code] = /"ok":(true|false)(?:,"fault":\{"code":"(\w+)")?/.exec(text) ?? [];
  return ok === "true" ? "done" : (code ?? text);
}
