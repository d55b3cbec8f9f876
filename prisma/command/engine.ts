import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { AdapterFactory, type Shadow } from "./factory.ts";
import { CommandError } from "./failure.ts";
import { migrationsSchema, readSchema, type Project } from "./project.ts";

let loading: Promise<void> | undefined;
let panic: string | undefined;

/**
 * Prisma's own schema engine, compiled to WebAssembly: nothing is downloaded. Node 20 cannot import a .wasm file as a
 * module, so the package's own entry does not load.
 */
async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": withPassingTimers(bindings),
  });
  // Where the engine leaves the reason before it gives up.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => (panic = text) },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("The schema engine has no start function.");
  // A WebAssembly export that is a function can be called without arguments.
  (start as () => void)();
}

/** The engine leaves its time-outs behind, and a process would wait for them, ten seconds, before it ends. */
function withPassingTimers(imports: object): WebAssembly.ModuleImports {
  return Object.fromEntries(
    Object.entries(imports).map(([name, value]: [string, unknown]) => {
      if (!name.startsWith("__wbg_setTimeout_")) return [name, value as WebAssembly.ImportValue]; // generated as imports
      return [
        name,
        (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds).unref(),
      ];
    }),
  );
}

export type Engine = bindings.SchemaEngine;

export interface EngineOptions {
  ownerUrl: string;
  /** DATABASE_SHADOW_URL, if there is one. */
  shadowUrl?: string | undefined;
  project: Project;
}

/** Opens the engine on a database for as long as the work takes, and closes all that it opened. */
export async function withEngine<T>(
  options: EngineOptions,
  work: (engine: Engine, scriptFailure: () => pg.DatabaseError | undefined) => Promise<T>,
): Promise<T> {
  await (loading ??= load());
  const shadow: Shadow =
    options.shadowUrl === undefined
      ? { kind: "create", connectionString: options.ownerUrl }
      : { kind: "empty", connectionString: options.shadowUrl };
  const factory = new AdapterFactory(
    { connectionString: options.ownerUrl, schemaName: migrationsSchema },
    shadow,
  );
  const bound = bindMigrationAwareSqlAdapterFactory(factory);
  const schema = await readSchema(options.project);
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: schema.files.map((file) => [file.path, file.content]) },
      () => undefined,
      bound,
    );
    return await work(engine, () => factory.scriptFailure);
  } catch (error) {
    throw explain(error, bound.errorRegistry);
  } finally {
    await factory.closeAll();
  }
}

interface Registry {
  consumeError(id: number): { error: unknown } | undefined;
}

/** An error of ours crosses the engine as a number; its own errors end in a trace of its sources. */
function explain(error: unknown, registry: Registry): unknown {
  if (panic !== undefined) {
    const reason = panic;
    panic = undefined;
    return new Error(`Prisma's schema engine gave up: ${reason}`);
  }
  if (
    !(error instanceof Error) ||
    error instanceof CommandError ||
    error instanceof pg.DatabaseError
  ) {
    return error;
  }
  const id = /external error.*?(\d+)/is.exec(error.message)?.[1];
  const ours = id === undefined ? undefined : registry.consumeError(Number(id));
  if (ours !== undefined) return ours.error;
  return new Error(error.message.split(/\n\s+0: /)[0]?.trim() ?? error.message, { cause: error });
}
