import type pg from "pg";
import { Webhook } from "svix";
import type { Delivery } from "@/src/server/sync/verify";
import {
  differences,
  readMirror,
  subjectsOf,
} from "../../../tests/integration/sync/histories/mirror.ts";
import { truthOf } from "../../../tests/integration/sync/histories/truth.ts";
import { deliveriesOf, makeHistory } from "../../sync/history.ts";
import { shuffle } from "../../../tests/integration/sync/histories/numbers.ts";
import { chance } from "./chance.ts";
import type { Scene } from "./scene.ts";

/** Events of one history: then the mirror is compared. */
const historySize = 60;

/** Sends signed deliveries of people whom nobody else knows, in any order and some of them twice, and compares the mirror. */
export class Sender {
  #serial = 0;
  constructor(
    readonly scene: Scene,
    readonly name: string,
    /** Of the local Clerk: another instance's events are not applied. */
    readonly instanceId: string,
    readonly owner: pg.Pool,
  ) {}

  async sendHistory(isOver: () => boolean, pause: () => Promise<void>): Promise<void> {
    this.#serial += 1;
    const history = makeHistory(`${this.name}${this.#serial}`, historySize);
    const deliveries = deliveriesOf(history).map(({ id, envelope }) => ({
      id,
      envelope: { ...envelope, instance_id: this.instanceId },
    }));
    for (const delivery of shuffle(deliveries, this.#serial)) {
      // A history that breaks off cannot be compared.
      if (isOver()) return;
      await this.#deliver(delivery);
      await pause();
    }
    const mirror = await readMirror(this.owner, subjectsOf(history));
    for (const difference of differences(mirror, truthOf(history)))
      this.scene.tally.blame(`the mirror: ${difference}`);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const roll = chance();
    const [first, ...more] =
      roll < 0.15
        ? await Promise.all([this.#post(delivery), this.#post(delivery)])
        : [await this.#post(delivery), ...(roll < 0.3 ? [await this.#post(delivery)] : [])];
    const outcomes = [first, ...more].sort().join();
    const expected = more.length > 0 ? "200 applied,200 duplicate" : "200 applied";
    this.scene.tally.expect(outcomes === expected, `a delivery was ${outcomes}`);
    if (roll > 0.97) {
      const forged = await this.#post(delivery, `whsec_${Buffer.alloc(24).toString("base64")}`);
      this.scene.tally.expect(forged === "400 bad_signature", `a forged delivery was ${forged}`);
    }
  }

  async #post({ id, envelope }: Delivery, secret = this.#secret): Promise<string> {
    const body = JSON.stringify(envelope);
    const at = new Date();
    const answer = await this.scene.site.ask({
      kind: "webhook",
      path: "/api/webhooks/clerk",
      method: "POST",
      headers: {
        "content-type": "application/json",
        "svix-id": id,
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": new Webhook(secret).sign(id, at, body),
      },
      body,
      tenants: [],
    });
    return `${answer.status} ${/"(?:outcome|code)":"(\w+)"/.exec(answer.text)?.[1] ?? answer.text}`;
  }

  get #secret(): string {
    return this.scene.application.clerk.webhookSecret;
  }
}
