export interface StopRequest {
  /** Called once, with what asked. */
  first(reason: string): void;
  /** Called when somebody asks again and means it. */
  again(): void;
}

/** npm passes a Ctrl-C on to us that the terminal has sent us too: what follows this soon is the same one. */
const SAME_MS = 700;

/** Ctrl-C, a request from outside, and a terminal that was closed. */
export function onStopRequest(request: StopRequest): void {
  let asked = 0;
  const ask = (reason: string): void => {
    if (asked === 0) {
      asked = Date.now();
      request.first(reason);
    } else if (Date.now() - asked > SAME_MS) {
      request.again();
    }
  };
  process.on("SIGINT", () => ask("Ctrl-C"));
  process.on("SIGTERM", () => ask("Asked to end"));
  const closed = (): void => {
    // A closed terminal says so several times, and is in no hurry.
    if (asked === 0) ask("The terminal was closed");
  };
  process.on("SIGHUP", closed);
  process.stdout.on("error", closed);
  process.stderr.on("error", closed);
}
