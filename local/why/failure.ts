/** Something to tell the person at the terminal in a few lines, without a stack: there is no answer. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}
