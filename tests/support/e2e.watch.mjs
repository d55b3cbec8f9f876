// Loaded into the application's process: writes a line for every connection that it opens to another machine.
import { subscribe } from "node:diagnostics_channel";
import { isIP } from "node:net";

const isLoopback = (address) =>
  address === "::1" || address === "localhost" || /^(::ffff:)?127[.]/.test(address);
const tell = (address) => process.stderr.write(`OUTSIDE ${address}\n`);

subscribe("net.client.socket", ({ socket }) => {
  socket.once("lookup", (_error, address, _family, host) => {
    if (!isLoopback(host) && !isLoopback(address ?? "")) tell(host);
  });
  socket.once("connect", () => {
    const { remoteAddress } = socket;
    if (remoteAddress && isIP(remoteAddress) && !isLoopback(remoteAddress)) tell(remoteAddress);
  });
});
