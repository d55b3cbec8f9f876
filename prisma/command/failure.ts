/** Something to tell the person at the terminal in one line, without a stack. */
export class CommandError extends Error {
  constructor(
    message: string,
    /** 1: it failed, or something differs; 2: the command was called wrongly. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = "CommandError";
  }
}
