/** A route of bench/peers/auth-path. */
export interface Way {
  readonly name: string;
  readonly path: string;
  /** How it always answers, where it does not look. */
  readonly status?: number;
}

export const nobody: Way = { name: "nobody is asked for", path: "/nobody", status: 200 };
export const behindMiddleware: Way = {
  name: "auth() behind the middleware",
  path: "/behind-middleware",
};
export const inTheRoute: Way = {
  name: "Clerk's verification in the route",
  path: "/in-the-route",
};
export const remembered: Way = { name: "Gatehouse, remembered", path: "/remembered" };

export const ways = [behindMiddleware, inTheRoute, remembered];

/** Status and principal as one text. */
export async function decisionOf(url: string, way: Way, token: string | null): Promise<string> {
  const response = await fetch(`${url}${way.path}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return `${response.status} ${await response.text()}`;
}
