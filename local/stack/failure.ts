/** The parts of the stack, by the names that a person reads. */
export type Part =
  | "environment"
  | "ports"
  | "PostgreSQL"
  | "migrations"
  | "local Clerk"
  | "seed"
  | "build"
  | "Next.js";

/** Says which part failed, how it put it, and what to do next. */
export class PartFailure extends Error {
  override readonly name = "PartFailure";

  constructor(
    readonly part: Part,
    message: string,
    readonly advice: string,
    /** The part's last lines of output, where it has any. */
    readonly lines: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Thrown when the start is called off; what had been started is stopped. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Runs one step; whatever it throws leaves as that part's failure. */
export async function inPart<T>(
  part: Part,
  advice: string,
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartFailure || error instanceof Stopped) throw error;
    throw new PartFailure(part, error instanceof Error ? error.message : String(error), advice);
  }
}
