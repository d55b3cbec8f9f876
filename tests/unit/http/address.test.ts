import { expect, test } from "vitest";
import { clientAddress, seemsForwarded } from "@/src/server/http/address";

test("without proxies of our own the peer counts, whatever the client writes", () => {
  for (const written of [null, "", "6.6.6.6", "6.6.6.6, 7.7.7.7", ",,,", "unknown", "127.0.0.1"]) {
    expect(clientAddress("203.0.113.9", written, 0), String(written)).toBe("203.0.113.9");
  }
});

test("with proxies the entry that the outermost of them wrote counts", () => {
  expect(clientAddress("10.0.0.1", "203.0.113.9", 1)).toBe("203.0.113.9");
  expect(clientAddress("10.0.0.1", "6.6.6.6, 203.0.113.9", 1)).toBe("203.0.113.9");
  expect(clientAddress("10.0.0.1", "6.6.6.6,203.0.113.9 , 10.0.0.2", 2)).toBe("203.0.113.9");
});

test("a chain that is shorter than it should be ends at its first entry", () => {
  expect(clientAddress("10.0.0.1", null, 1)).toBe("10.0.0.1");
  expect(clientAddress("10.0.0.1", "203.0.113.9", 5)).toBe("203.0.113.9");
});

test("without a connection to look at the platform is one proxy, set or not", () => {
  expect(clientAddress(null, "6.6.6.6, 203.0.113.9", 0)).toBe("203.0.113.9");
  expect(clientAddress(null, "6.6.6.6, 203.0.113.9", 1)).toBe("203.0.113.9");
  expect(clientAddress(null, "6.6.6.6, 203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
  expect(clientAddress(null, null, 0)).toBe("unknown");
});

test.each([
  ["203.0.113.9", null, 0, false],
  ["203.0.113.9", "203.0.113.9", 0, false],
  ["::ffff:203.0.113.9", "203.0.113.9", 0, false],
  ["10.0.0.1", "203.0.113.9", 0, true],
  ["10.0.0.1", "203.0.113.9, 10.0.0.1", 0, true],
  ["10.0.0.1", "203.0.113.9", 1, false],
  [null, "203.0.113.9", 0, false],
])("from %s with %s and %i proxies: forwarded %s", (peer, written, proxies, forwarded) => {
  expect(seemsForwarded(peer, written, proxies)).toBe(forwarded);
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:51234", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::FFFF:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::1]", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8::192.0.2.1", "2001:db8:0:0::/64"],
  ["", ""],
  ["nonsense", "nonsense"],
])("the peer %s is counted as %s", (peer, network) => {
  expect(clientAddress(peer, null, 0)).toBe(network);
});

test("the /64s next to each other are told apart", () => {
  expect(clientAddress("2001:db8:1:2::1", null, 0)).not.toBe(
    clientAddress("2001:db8:1:3::1", null, 0),
  );
});
