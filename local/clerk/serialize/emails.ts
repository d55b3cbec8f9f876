import type { EmailJSON } from "@clerk/backend";
import type { Call } from "../instance.ts";
import type { Mail } from "../model/mails.ts";

/** An e-mail as its webhook tells of it, for applications that send their mail themselves. */
export function emailJson(call: Call, mail: Mail): EmailJSON {
  const user = call.store.users.find((one) =>
    one.emails.some((email) => email.emailAddress === mail.to),
  );
  const address = user?.emails.find((email) => email.emailAddress === mail.to);
  const text = [mail.subject, mail.url].filter((line) => line !== null).join("\n");
  return {
    object: "email",
    id: mail.id,
    slug: mail.slug,
    from_email_name: "notifications",
    to_email_address: mail.to,
    email_address_id: address?.id ?? null,
    user_id: user?.id ?? null,
    subject: mail.subject,
    body: `<p>${escapeHtml(text)}</p>`,
    body_plain: text,
    status: "queued",
    data: {
      app: { name: "Gatehouse", url: call.config.appUrl },
      ...(mail.code
        ? { otp_code: mail.code, requested_by: call.userAgent, requested_from: call.clientIp }
        : {}),
      ...(mail.url ? { action_url: mail.url } : {}),
    },
    delivered_by_clerk: true,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
