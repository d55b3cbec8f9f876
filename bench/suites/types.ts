import { compare, type Comparison, type Contender } from "../measure/compare.ts";
import type { Settings, Suite } from "../measure/report.ts";
import { typeCheck } from "./types/compiler.ts";
import { bare, gatehouse, type Dialect } from "./types/dialects.ts";
import { Editor } from "./types/editor.ts";
import { generate, type Program } from "./types/generate.ts";

const dialects = [bare, gatehouse];

export const suite: Suite = {
  name: "types",
  title: "Type-checking and completion",
  async run(settings) {
    const comparisons: Comparison[] = [];
    for (const count of settings.quick ? [50] : [50, 200, 500]) {
      const programs = dialects.map((dialect) => ({ dialect, program: generate(dialect, count) }));
      comparisons.push(
        await compareChecks(count, programs, settings),
        await compareEditors(count, programs, settings),
      );
    }
    return { comparisons, targets: [], notes: [note] };
  },
};

const note =
  "With 200 and 500 procedures 3 rounds count: a round takes the compiler and two editors a minute.";

function roundsOf(count: number, { rounds }: Settings): number {
  return count > 50 ? Math.min(rounds, 3) : rounds;
}

interface Written {
  readonly dialect: Dialect;
  readonly program: Program;
}

function compareChecks(count: number, written: readonly Written[], settings: Settings) {
  return compare({
    title: `tsc --noEmit, ${count} procedures`,
    metrics: [
      { key: "check", name: "checking", unit: "s", better: "lower" },
      { key: "total", name: "in all", unit: "s", better: "lower" },
      { key: "memory", name: "memory", unit: "MiB", better: "lower" },
      { key: "instantiations", name: "instantiations", unit: "thousands", better: "lower" },
    ],
    baseline: bare.name,
    contenders: written.map(({ dialect: { name }, program: { folder } }) => ({
      name,
      async round() {
        const { check, total, memoryBytes, instantiations } = await typeCheck(folder);
        const memory = memoryBytes / 1024 ** 2;
        return { check, total, memory, instantiations: instantiations / 1000 };
      },
    })),
    rounds: roundsOf(count, settings),
    // The compiler starts afresh each time; what warms up is the disk's cache.
    warmUp: settings.quick || count > 50 ? 0 : 1,
    tell: settings.tell,
  });
}

async function compareEditors(count: number, written: readonly Written[], settings: Settings) {
  const editors = written.map(({ dialect, program }) => openEditor(dialect, program));
  try {
    return await compare({
      title: `Completion after an edit, ${count} procedures`,
      metrics: [
        { key: "db", name: "ctx.db.", unit: "ms", better: "lower" },
        { key: "hooks", name: "trpc.", unit: "ms", better: "lower" },
        { key: "caller", name: "caller.", unit: "ms", better: "lower" },
        { key: "data", name: "a query's data", unit: "ms", better: "lower" },
      ],
      baseline: bare.name,
      contenders: editors,
      rounds: roundsOf(count, settings),
      tell: settings.tell,
    });
  } finally {
    for (const editor of editors) editor.close();
  }
}

/** What each question must be answered with, among others: otherwise the time of no answer is measured. */
const expected: Readonly<Record<keyof Program["spots"], readonly string[]>> = {
  db: ["project", "task"],
  hooks: ["noun0", "useUtils"],
  caller: ["noun0"],
  data: ["archivedAt", "kind", "name"],
};
/** And what Gatehouse's handle must not have: the gate does not grant it. */
const withheld = ["post", "auditEvent", "$queryRaw", "$transaction"];

function openEditor(dialect: Dialect, program: Program): Contender & { close(): void } {
  const editor = new Editor(program.folder);
  for (const { file } of Object.values(program.spots)) editor.open(file);
  let edits = 0;
  const ask = async (key: keyof Program["spots"]): Promise<number> => {
    // Another input of a procedure, which everything that is asked about depends on.
    editor.type(program.edited, `field${++edits}: z.string().optional(), `);
    const { names, milliseconds } = await editor.complete(program.spots[key]);
    const nouns = names.filter((name) => /^noun\d+$/.test(name)).length;
    const all = key !== "hooks" && key !== "caller" ? nouns === 0 : nouns === program.routers;
    const more = key === "db" && dialect !== bare && names.some((name) => withheld.includes(name));
    if (!all || more || expected[key].some((name) => !names.includes(name)))
      throw new Error(`${dialect.name} completes ${key} with ${names.join(" ")}`);
    return milliseconds;
  };
  return {
    name: dialect.name,
    close: () => editor.close(),
    async round() {
      return {
        db: await ask("db"),
        hooks: await ask("hooks"),
        caller: await ask("caller"),
        data: await ask("data"),
      };
    },
  };
}
