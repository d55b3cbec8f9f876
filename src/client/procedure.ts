import type { AppRouter } from "@/src/server/trpc/root";

type Procedures = AppRouter["_def"]["record"];

/** The router's procedures by path, such as "project.create": what is not one does not compile. */
export type ProcedurePath = {
  [N in keyof Procedures]: `${N}.${keyof Procedures[N] & string}`;
}[keyof Procedures];

/**
 * Says on a control which procedure it calls, or leads to: `<Button {...calls("project.create")}>`. The browser does nothing
 * with it. A test opens the pages as every principal of the access matrix and compares what is enabled with what is allowed
 * (tests/access/http/controls.test.ts).
 */
export function calls(path: ProcedurePath) {
  return { "data-procedure": path } as const;
}
