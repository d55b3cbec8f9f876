import type { ClientJSON, SignInJSON, SignUpJSON } from "@clerk/shared/types";
import { APP_URL, asRecord } from "./start.ts";

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  /** Clerk's error code, when it is one. */
  code: string | null;
}

/** A list is a key that is repeated. */
type Fields = Record<string, string | readonly string[]>;

/** Speaks to the Frontend API as clerk-js does: GET and POST only, `_method`, form bodies, the dev browser token. */
export class Browser {
  token = "";
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async open(): Promise<this> {
    this.token = String((await this.post("/v1/dev_browser")).body.id);
    return this;
  }

  get(path: string): Promise<Answer> {
    return this.send("GET", path);
  }

  post(path: string, form: Fields = {}, method?: string): Promise<Answer> {
    return this.send("POST", path, form, method);
  }

  /** A file in a multipart form, or a data URL as the whole body. */
  upload(path: string, body: Blob | string, method?: string): Promise<Answer> {
    if (typeof body === "string") return this.send("POST", path, body, method);
    const form = new FormData();
    form.append("file", body, "picture");
    return this.send("POST", path, form, method);
  }

  private async send(
    verb: "GET" | "POST",
    path: string,
    body: Fields | FormData | string = {},
    method?: string,
  ): Promise<Answer> {
    const url = new URL(this.url + path);
    url.searchParams.set("__clerk_api_version", "2026-08-20");
    if (this.token) url.searchParams.set("__clerk_db_jwt", this.token);
    if (method) url.searchParams.set("_method", method);
    const response = await fetch(url, {
      method: verb,
      redirect: "manual",
      headers: { origin: APP_URL },
      ...(verb === "POST" ? { body: isFields(body) ? encode(body) : body } : {}),
    });
    const parsed: unknown = JSON.parse((await response.text()) || "{}");
    const answered = Array.isArray(parsed) ? { list: parsed } : asRecord(parsed);
    const errors: unknown[] = Array.isArray(answered.errors) ? answered.errors : [];
    return {
      status: response.status,
      body: answered,
      code: errors.length > 0 ? String(asRecord(errors[0]).code) : null,
    };
  }

  // The three below state what the answer of the named endpoint is; the tests then check what matters in it.

  async client(): Promise<ClientJSON> {
    return (await this.get("/v1/client")).body.response as ClientJSON;
  }

  async signIn(identifier: string, password: string): Promise<SignInJSON> {
    const answer = await this.post("/v1/client/sign_ins", { identifier, password });
    return answer.body.response as SignInJSON;
  }

  async signUp(form: Record<string, string>): Promise<SignUpJSON> {
    return (await this.post("/v1/client/sign_ups", form)).body.response as SignUpJSON;
  }
}

function isFields(body: Fields | FormData | string): body is Fields {
  return typeof body !== "string" && !(body instanceof FormData);
}

function encode(fields: Fields): URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one]),
  );
  return new URLSearchParams(pairs);
}
