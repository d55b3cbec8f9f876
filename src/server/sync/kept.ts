import type { Envelope } from "./verify";

/**
 * What of an event is kept in the inbox. Messages carry sign-in codes, and invitations a link that lets whoever has it in:
 * nothing here needs them, and a database is read by more people than a mailbox.
 */
export function keptOf(envelope: Envelope): Envelope {
  const { type, data } = envelope;
  if (/^(email|sms)\./.test(type)) {
    const { id, object, user_id, slug } = data;
    return { ...envelope, data: { id, object, user_id, slug } };
  }
  if (/^(organizationInvitation|invitation)\./.test(type)) {
    const { url: _link, ...rest } = data;
    return { ...envelope, data: rest };
  }
  return envelope;
}
