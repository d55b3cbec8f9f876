import type { ClerkClient } from "@clerk/backend";

/** A token lives for a minute; it is renewed as the browser does, before it ends. Milliseconds. */
const renewedAfter = 40_000;
/** What cannot be had back asks for a proof of less than ten minutes ago; milliseconds. */
const provenFor = 8 * 60_000;

/** Somebody who is signed in, in one organization or in none. */
export class Person {
  #session = "";
  #token = "";
  #issued = 0;
  #proven = 0;

  constructor(
    readonly sdk: ClerkClient,
    readonly userId: string,
    readonly organizationId: string | null,
  ) {}

  get sessionId(): string {
    return this.#session;
  }

  /** Signs in anew: whoever was removed has a session without the organization. */
  async signIn(): Promise<void> {
    const session = await this.sdk.sessions.createSession({
      userId: this.userId,
      // Of the Backend API, though the SDK's types leave it out; spread, so that they do not object.
      ...(this.organizationId ? { activeOrganizationId: this.organizationId } : {}),
    });
    this.#session = session.id;
    this.#issued = 0;
    this.#proven = Date.now();
    await this.token();
  }

  async token(): Promise<string> {
    if (Date.now() - this.#issued > renewedAfter) {
      const issued = Date.now();
      this.#token = await this.shortLived();
      this.#issued = issued;
    }
    return this.#token;
  }

  /** A token of a session in which they said who they are a short while ago. */
  async provenToken(): Promise<string> {
    if (Date.now() - this.#proven > provenFor) await this.signIn();
    return this.token();
  }

  /** A token of its own, for so many seconds. */
  async shortLived(seconds?: number): Promise<string> {
    return (await this.sdk.sessions.getToken(this.#session, undefined, seconds)).jwt;
  }
}
