import { expect } from "vitest";
import { missing, type Contract } from "../contract.ts";
import { refusal } from "../world.ts";

const REASON =
  "There are no refresh tokens: the SDKs know a development instance's browser by its handshake.";

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

  async verifySession({ api, newUser, unique }) {
    const { sessions } = api;
    const userId = (await newUser()).id;
    const [session, other] = [
      await sessions.createSession({ userId }),
      await sessions.createSession({ userId }),
    ];
    const { jwt } = await sessions.getToken(session.id);
    const verified = await sessions.verifySession(session.id, jwt);
    expect([verified.id, verified.userId]).toEqual([session.id, userId]);

    const name = unique("template");
    await api.jwtTemplates.create({ name, claims: {} });
    const ofTemplate = await sessions.getToken(session.id, name);
    const ofOther = await sessions.getToken(other.id);
    for (const wrong of ["token", `${jwt}x`, ofTemplate.jwt, ofOther.jwt]) {
      expect(await refusal(sessions.verifySession(session.id, wrong))).toEqual([
        400,
        "invalid_session_token",
      ]);
    }
    expect(await refusal(sessions.verifySession("sess_nobody", jwt))).toEqual([
      404,
      "resource_not_found",
    ]);
    await sessions.revokeSession(session.id);
    expect(await refusal(sessions.verifySession(session.id, jwt))).toEqual([
      400,
      "session_not_active",
    ]);
  },

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
