import { newId } from "./ids.ts";
import type { Call, Instance } from "./instance.ts";
import type { Mail } from "./model/mails.ts";
import { emitEmail } from "./webhooks/events.ts";

const KEPT = 200;

interface NewMail {
  slug: Mail["slug"];
  to: string;
  subject: string;
  code?: string;
  url?: string;
}

/** No mail leaves the machine: it is printed and kept, to be read at `/local/mail`. */
export function sendMail(call: Call, mail: NewMail): Mail {
  const { store, clock, log } = call;
  log(`e-mail to ${mail.to}: ${mail.code ? `code ${mail.code}` : `${mail.subject} ${mail.url}`}`);
  const sent = store.mails.put({
    id: newId("ema"),
    slug: mail.slug,
    to: mail.to,
    subject: mail.subject,
    code: mail.code ?? null,
    url: mail.url ?? null,
    createdAt: clock.now(),
  });
  for (const old of store.mails.values().slice(0, Math.max(0, store.mails.size - KEPT))) {
    store.mails.delete(old.id);
  }
  emitEmail(call, sent);
  return sent;
}

/** Newest first. */
export function readMail(instance: Pick<Instance, "store">, to: string | null): Mail[] {
  const wanted = to?.toLowerCase();
  return instance.store.mails.filter((mail) => !wanted || mail.to === wanted).reverse();
}
