import { TRPCError } from "@trpc/server";
import type pg from "pg";
import { AppError } from "@/src/access/errors";
import { mapFault } from "@/src/server/db/refusal";
import { errorCodeOf } from "@/src/server/trpc/fault";
import type { Layer } from "./arguments.ts";
import { callOf, entryOf, mutate, viewsOf, type Call, type Focus } from "./calls.ts";
import { procedureCall } from "./procedures.ts";
import { digestWorld, findStrays, resetWorld, type Digests, type World } from "./rows.ts";
import { pick } from "./shape.ts";
import type { Sequence, Step } from "./steps.ts";
import { mayKnow, principals, tellings, type Principal } from "./world.ts";

/** Something came back, or was changed, that the principal has no business with. */
export class Leak extends Error {
  override readonly name = "Leak";
}

export class Tally {
  sequences = 0;
  steps = 0;
  foreign = 0;
  /** Objects in answers. */
  rows = 0;
  readonly outcomes = new Map<string, number>();

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  get share(): number {
    return this.foreign / Math.max(1, this.steps);
  }

  summary(title: string): string {
    const outcomes = [...this.outcomes].sort((a, b) => b[1] - a[1]).map(([of, n]) => `${n} ${of}`);
    return `${title}: ${this.sequences} sequences, ${this.steps} steps, ${(100 * this.share).toFixed(0)} % aimed at a foreign target, ${this.rows} rows seen; ${outcomes.join(", ")}`;
  }
}

export class Range {
  #dirty = false;
  #digests: Digests | undefined;
  readonly tally = new Tally();

  constructor(
    readonly owner: pg.Client,
    readonly world: World,
    readonly layers: readonly Layer[],
    readonly focus?: Focus,
  ) {}

  /** Lets the sequences run at once, then looks at the database as its owner. @throws Leak */
  async run(sequences: readonly Sequence[]): Promise<void> {
    if (this.#dirty || !this.#digests) {
      await resetWorld(this.owner);
      this.#digests = await digestWorld(this.owner);
      this.#dirty = false;
    }
    const leaks: string[] = [];
    const made: Made[] = [];
    await Promise.all(
      sequences.map(async (sequence) => {
        const who = pick(principals, sequence.principal);
        if (who) await this.#runSequence(who, sequence, made, leaks);
      }),
    );
    if (made.some(({ call }) => call.writes)) {
      const after = await digestWorld(this.owner);
      leaks.push(...findChanges(this.#digests, after, made), ...(await findStrays(this.owner)));
      this.#digests = after;
    }
    if (leaks.length > 0) {
      const steps = made.map(({ call }) => `  ${describe(call)}`);
      throw new Leak(`${leaks.join("\n")}\nafter\n${steps.join("\n")}`);
    }
  }

  async #runSequence(
    who: Principal,
    { steps, together, principal }: Sequence,
    made: Made[],
    leaks: string[],
  ): Promise<void> {
    this.tally.sequences += 1;
    const layer = pick(this.layers, principal + steps.length) ?? "handle";
    const views = viewsOf(who, this.focus);
    const [first] = steps;
    const shared = first && pick(views, first.view);
    const attempt = async (call: Call | null, run: (call: Call) => Promise<unknown>) => {
      if (!call) return true;
      made.push({ who, call });
      return this.#attempt(who, call, run, leaks);
    };
    if (together && layer === "handle" && shared && shared.gate !== "public") {
      // One transaction; it ends with the first step that the database refuses.
      const inside = async (run: (step: Step) => Promise<boolean>) => {
        for (const step of steps) if (!(await run(step))) return false;
        return true;
      };
      await mutate(entryOf(who, shared), (delegates) =>
        inside((step) =>
          attempt(callOf({ who, step, world: this.world }, shared, layer, this.focus), (call) =>
            call.run(delegates),
          ),
        ),
      ).catch((error: unknown) => this.tally.count(nameOf(error)));
      return;
    }
    for (const step of steps) {
      const view = pick(views, step.view);
      if (!view) continue;
      const aim = { who, step, world: this.world };
      const call =
        step.procedure && layer === "handle"
          ? procedureCall(aim)
          : callOf(aim, view, layer, this.focus);
      await attempt(call, (each) => each.run());
    }
  }

  async #attempt(
    who: Principal,
    call: Call,
    run: (call: Call) => Promise<unknown>,
    leaks: string[],
  ): Promise<boolean> {
    this.tally.steps += 1;
    if (call.foreign) this.tally.foreign += 1;
    if (call.writes) this.#dirty = true;
    let answer: unknown;
    try {
      answer = await run(call);
    } catch (error) {
      this.tally.count(nameOf(error));
      return false;
    }
    const seen = countRows(answer);
    this.tally.rows += seen;
    this.tally.count(isNothing(answer) ? "found nothing" : "answered");
    for (const { kind, of } of tellings(answer)) {
      const isOwn = isOwnExport(call) && (of === who.user || ["userId", "orgId"].includes(kind));
      if (!mayKnow(who, call.gate, kind, of) && !isOwn)
        leaks.push(`${describe(call)} tells ${kind} of ${of}`);
    }
    if (call.onlyForeign && !isNothing(answer))
      leaks.push(`${describe(call)} reaches what is somebody else's`);
    return true;
  }
}

interface Made {
  readonly who: Principal;
  readonly call: Call;
}

/** Rows of those who were not there, which changed all the same; and rows of those who were there and took none away, gone. */
function findChanges(before: Digests, after: Digests, made: readonly Made[]): string[] {
  const taken = made
    .filter(({ call }) => call.deletes)
    .flatMap(({ who }) => [who.organization, who.user]);
  const leaks: string[] = [];
  for (const of of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(of), after.get(of)];
    if (was?.digest === is?.digest) continue;
    const whose = of.split(" ")[1] ?? "";
    if (!wasThere(whose, made)) leaks.push(`${of} has changed, and none of its own was there`);
    else if ((is?.count ?? 0) < (was?.count ?? 0) && !taken.includes(whose))
      leaks.push(`${of} has lost rows, and none of its own took them`);
  }
  return leaks;
}

/** Whether somebody acted who may write for this tenant or person at all. */
function wasThere(whose: string, made: readonly Made[]): boolean {
  return made.some(
    ({ who }) =>
      !who.banned && (who.user === whose || (who.role !== null && who.organization === whose)),
  );
}

/** A person may have all that is kept about themselves, also what no handle of theirs reads, and the ids that they named. */
function isOwnExport({ label }: Call): boolean {
  return label.endsWith(" calls me.export");
}

function describe({ label, args }: Call): string {
  return `${label}(${JSON.stringify(args)})`;
}

function isNothing(answer: unknown): boolean {
  if (answer === null || answer === undefined || answer === 0) return true;
  if (Array.isArray(answer)) return answer.length === 0;
  if (typeof answer !== "object") return false;
  if ("count" in answer) return answer.count === 0;
  if ("_count" in answer && typeof answer._count === "object" && answer._count !== null)
    return "_all" in answer._count && answer._count._all === 0;
  return false;
}

function countRows(answer: unknown): number {
  if (typeof answer !== "object" || answer === null || answer instanceof Date) return 0;
  const inner = Object.values(answer).reduce<number>((sum, each) => sum + countRows(each), 0);
  return inner + (Array.isArray(answer) ? 0 : 1);
}

/** How a call was refused. */
function nameOf(error: unknown): string {
  if (error instanceof TRPCError) {
    const code = errorCodeOf(error);
    return code === "internal" ? `failed: ${String(error.cause)}` : `refused: ${code}`;
  }
  const cause = mapFault(error);
  if (cause instanceof AppError) {
    return cause.code === "internal" ? "refused by the handle" : `refused: ${cause.code}`;
  }
  if (!(cause instanceof Error)) return "not an error";
  if (cause.name === "PrismaClientValidationError") return "not a query of Prisma's";
  const told = `${cause.message} ${JSON.stringify(cause)}`;
  if (/42501|permission denied|row-level security/.test(told)) return "refused by the database";
  // Keys, foreign keys and checks hold as well.
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  if (/^(P2|235)/.test(code)) return `refused by a constraint (${code})`;
  return `failed: ${cause.name} ${code}: ${cause.message.slice(-200)}`;
}
