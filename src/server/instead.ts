declare const nothing: unique symbol;

/** Stands in a type where nothing may stand: the compiler prints it, so it says what to do instead. Nothing has this type. */
export interface Instead<Advice extends string> {
  readonly [nothing]: Advice;
}
