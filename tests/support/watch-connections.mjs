// Loaded into a server's process: writes a line for everything with which it would leave this machine, also where that fails,
// and at its end how many connections there were.
import { subscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";

const isLoopback = (host) =>
  /^(localhost|::1|\[::1\]|(::ffff:)?127[.][\d.]+|[\w-]+[.]localhost)$/.test(host);
let inside = 0;
let outside = 0;
const report = (address) => {
  outside++;
  process.stderr.write(`OUTSIDE ${address}\n`);
};

const { connect } = Socket.prototype;
// Every client of Node's goes through here: http, https, tls, fetch and database drivers.
Socket.prototype.connect = function (...args) {
  // Node's own callers hand the arguments over in a list, already in order.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === "object" && first !== null ? first : null;
  const isFile = options ? options.path != null : typeof first === "string" && isNaN(Number(first));
  if (!isFile) {
    const host =
      (options ? options.host : typeof second === "string" ? second : null) || "localhost";
    if (isLoopback(host)) inside++;
    else report(`${host}:${options ? options.port : first}`);
  }
  return connect.apply(this, args);
};

// Names are looked up, and newer protocols spoken, over UDP; nothing here has a reason to.
subscribe("udp.socket", () => report("by UDP"));

process.once("exit", () => {
  process.stderr.write(`CONNECTIONS inside ${inside}, outside ${outside}\n`);
});
