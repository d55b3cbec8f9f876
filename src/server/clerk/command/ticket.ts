/**
 * What lets whoever has it in as somebody, once. It goes to the caller and nowhere else: printed or sent by mistake, it says
 * nothing.
 */
export class Ticket {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toJSON(): string {
    return "[ticket]";
  }
}
