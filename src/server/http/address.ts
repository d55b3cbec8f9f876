import { isIP, isIPv4 } from "node:net";

/**
 * Whom a request comes from, as far as it can be trusted: the peer of the connection, or with `proxies` of our own in front
 * the entry that the outermost of them wrote into x-forwarded-for. What stands left of that the client may have written.
 * @param peer null where no HTTP server of ours took the connection (serverless). The platform took it then, and is one proxy at
 * least: otherwise all callers would be one, and one of them could use up everybody's calls.
 */
export function clientAddress(
  peer: string | null,
  forwardedFor: string | null,
  proxies: number,
): string {
  const hops = [...(forwardedFor?.split(",") ?? []), peer ?? "unknown"];
  const trusted = peer === null ? Math.max(1, proxies) : proxies;
  return networkOf((hops[Math.max(0, hops.length - 1 - trusted)] ?? "").trim());
}

/** Whether the request seems to have come by way of a proxy that is not counted on. The client may have written that, too. */
export function seemsForwarded(
  peer: string | null,
  forwardedFor: string | null,
  proxies: number,
): boolean {
  if (proxies > 0 || peer === null || forwardedFor === null) return false;
  // Next writes the peer there where nobody wrote anything.
  return networkOf(forwardedFor.trim()) !== networkOf(peer);
}

/** What one party can hardly have many of: an IPv4 address, or the /64 that an IPv6 address lies in. */
function networkOf(written: string): string {
  // Some proxies add the port, in brackets or not.
  const bare = /^\[(.*)\](?::\d+)?$/.exec(written)?.[1] ?? written;
  const address = /^[\d.]+:\d+$/.test(bare) ? bare.replace(/:\d+$/, "") : bare.replace(/%.*$/, "");
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIP(address) === 6 ? `${firstGroups(address, 4)}::/64` : address;
}

function firstGroups(address: string, count: number): string {
  // The URL parser writes each address in one way, an embedded IPv4 part included.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...gap, ...right].slice(0, count).join(":");
}
