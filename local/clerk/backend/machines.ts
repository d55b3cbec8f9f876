import { z } from "zod";
import { readBody } from "../body.ts";
import {
  addScope,
  changeMachine,
  createMachine,
  deleteMachine,
  getMachine,
  removeScope,
  rotateSecretKey,
  secretKeyOf,
} from "../domain/machines.ts";
import type { App } from "../http.ts";
import { paginate, sortBy } from "../pages.ts";
import { machineJson } from "../serialize/machines.ts";

const TOKEN_TTL_SECONDS = 3600;

const ttl = z.number().int().min(1).max(315_360_000);
const CreateMachine = z.object({
  name: z.string(),
  scoped_machines: z.array(z.string()).nullish(),
  default_token_ttl: ttl.nullish(),
});
const UpdateMachine = z.object({ name: z.string().optional(), default_token_ttl: ttl.optional() });
const Rotate = z.object({ previous_token_ttl: z.number().int().min(0).max(28_800) });
const CreateScope = z.object({ to_machine_id: z.string() });

export function addMachineRoutes(app: App): void {
  app.get("/v1/machines", (c) => {
    const call = c.get("call");
    const query = (c.req.query("query") ?? "").toLowerCase();
    const found = call.store.machines.filter(
      (one) => one.id.toLowerCase() === query || one.name.toLowerCase().includes(query),
    );
    const sorted = sortBy(c, found, {
      created_at: (one) => one.createdAt,
      name: (one) => one.name,
    });
    return c.json(paginate(c, sorted, (one) => machineJson(call, one)));
  });

  app.post("/v1/machines", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, CreateMachine);
    const machine = createMachine(call, {
      name: body.name,
      scopes: body.scoped_machines ?? [],
      defaultTokenTtl: body.default_token_ttl ?? TOKEN_TTL_SECONDS,
    });
    return c.json(machineJson(call, machine, secretKeyOf(call, machine)));
  });

  app.get("/v1/machines/:id", (c) => {
    const call = c.get("call");
    return c.json(machineJson(call, getMachine(call, c.req.param("id"))));
  });

  app.patch("/v1/machines/:id", async (c) => {
    const call = c.get("call");
    const machine = getMachine(call, c.req.param("id"));
    const body = await readBody(c, UpdateMachine);
    const changed = changeMachine(call, machine, {
      name: body.name?.trim() ?? machine.name,
      defaultTokenTtl: body.default_token_ttl ?? machine.defaultTokenTtl,
    });
    return c.json(machineJson(call, changed));
  });

  app.delete("/v1/machines/:id", (c) => {
    const call = c.get("call");
    const machine = getMachine(call, c.req.param("id"));
    deleteMachine(call, machine);
    return c.json({ object: "machine", id: machine.id, deleted: true });
  });

  app.get("/v1/machines/:id/secret_key", (c) => {
    const call = c.get("call");
    const secret = secretKeyOf(call, getMachine(call, c.req.param("id")));
    return c.json({ object: "machine_secret_key", secret });
  });

  app.post("/v1/machines/:id/secret_key/rotate", async (c) => {
    const call = c.get("call");
    const machine = getMachine(call, c.req.param("id"));
    const body = await readBody(c, Rotate);
    const rotated = rotateSecretKey(call, machine, body.previous_token_ttl);
    return c.json({ object: "machine_secret_key", secret: secretKeyOf(call, rotated) });
  });

  app.post("/v1/machines/:id/scopes", async (c) => {
    const call = c.get("call");
    const machine = getMachine(call, c.req.param("id"));
    const { to_machine_id } = await readBody(c, CreateScope);
    const { id, updatedAt } = addScope(call, machine, to_machine_id);
    const scope = { object: "machine_scope", from_machine_id: id, to_machine_id };
    return c.json({ ...scope, created_at: updatedAt });
  });

  app.delete("/v1/machines/:id/scopes/:other", (c) => {
    const call = c.get("call");
    const other = c.req.param("other");
    const { id } = removeScope(call, getMachine(call, c.req.param("id")), other);
    const scope = { object: "machine_scope", from_machine_id: id, to_machine_id: other };
    return c.json({ ...scope, deleted: true });
  });
}
