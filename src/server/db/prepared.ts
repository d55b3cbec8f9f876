/** A statement that a connection may hold under a name. */
export interface Prepared {
  readonly name: string;
  /** Whether the server holds it. Where that is in doubt it is closed, which is no error where it is not held, and parsed anew. */
  held: "no" | "in doubt" | "yes";
}

/** How many statements a connection holds at most: each takes some tens of kilobytes of the server's memory. */
const most = 100;

/**
 * The statements that one connection holds, so that the server parses and plans each once. A role has its own: a plan under row
 * security is made for one role, and made anew whenever another runs it.
 */
export class PreparedStatements {
  readonly entry: Prepared = { name: "gatehouse_enter", held: "no" };
  readonly #statements = new Map<string, Prepared>();
  #made = 0;

  /** The statement with this text, and the name of the one that must go for it. */
  take(role: string, text: string): { readonly statement: Prepared; readonly dropped?: string } {
    const key = `${role} ${text}`;
    const known = this.#statements.get(key);
    // Taken out and put back: the first in the map is the one that was used longest ago.
    this.#statements.delete(key);
    const statement = known ?? { name: `gatehouse_${(this.#made += 1)}`, held: "no" };
    this.#statements.set(key, statement);
    const [oldest] = this.#statements;
    if (this.#statements.size <= most || !oldest) return { statement };
    this.#statements.delete(oldest[0]);
    return { statement, dropped: oldest[1].name };
  }
}
