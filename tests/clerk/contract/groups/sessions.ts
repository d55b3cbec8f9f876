import { expect } from "vitest";
import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const sessions: Contract<"sessions"> = {
  async getSessionList({ api, newUser }) {
    const user = await newUser();
    const first = await api.sessions.createSession({ userId: user.id });
    const second = await api.sessions.createSession({ userId: user.id });
    await api.sessions.revokeSession(first.id);
    const all = await api.sessions.getSessionList({ userId: user.id });
    expect(all.data.map((one) => one.id)).toEqual([second.id, first.id]);
    expect(all.totalCount).toBe(2);
    const active = await api.sessions.getSessionList({ userId: user.id, status: "active" });
    expect(active.data.map((one) => one.id)).toEqual([second.id]);
  },

  async getSession({ api, newUser }) {
    const made = await api.sessions.createSession({ userId: (await newUser()).id });
    expect(await api.sessions.getSession(made.id)).toMatchObject({ id: made.id, status: "active" });
  },

  async createSession({ api, newUser }) {
    const user = await newUser();
    const session = await api.sessions.createSession({ userId: user.id });
    expect([session.userId, session.status, session.actor]).toEqual([user.id, "active", null]);
  },

  async revokeSession({ api, newUser }) {
    const session = await api.sessions.createSession({ userId: (await newUser()).id });
    expect((await api.sessions.revokeSession(session.id)).status).toBe("revoked");
  },

  verifySession: missing(REASON, ({ api }) => api.sessions.verifySession("sess_x", "token")),

  async getToken({ api, newUser }) {
    const session = await api.sessions.createSession({ userId: (await newUser()).id });
    const { jwt } = await api.sessions.getToken(session.id);
    expect(jwt.split(".")).toHaveLength(3);
  },

  refreshSession: missing(REASON, ({ api }) =>
    api.sessions.refreshSession("sess_x", {
      expired_token: "a",
      refresh_token: "b",
      request_origin: "http://localhost:3000",
    }),
  ),
};
