import { connect } from "node:net";

/** Sends bytes as they are to the application's port, and returns all that comes back until the connection ends. */
export function sendRaw(origin: string, text: string, timeoutMs = 5_000): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = "";
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, done);
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.once("end", done);
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNRESET" || error.code === "EPIPE") done();
      else reject(error);
    });
    socket.write(text, "latin1");
  });
}
