/** One guard removed or inverted: a change of one place in one file. */
export interface Mutant {
  /** Area and name, such as "gate/organization". */
  readonly id: string;
  /** What no longer holds. */
  readonly guard: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files of which at least one must fail. */
  readonly killers: readonly string[];
}

type Row = Omit<Mutant, "file" | "killers"> & { readonly killers?: readonly string[] };

/** Mutants of one file, with the tests that most of them die by. */
export function mutantsOf(
  file: string,
  killers: readonly string[],
  rows: readonly Row[],
): readonly Mutant[] {
  return rows.map((row) => ({ file, killers, ...row }));
}

/** The text with the mutant's change. @throws when the table has fallen behind the file */
export function mutate(text: string, { id, file, find, replace }: Mutant): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`${id}: its text occurs ${parts.length - 1} times in ${file}, not once`);
  }
  return parts.join(replace);
}
