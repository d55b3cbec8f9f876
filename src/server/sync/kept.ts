import type { Envelope } from "./verify";

/**
 * What of an event is kept in the inbox. Messages carry sign-in codes, and invitations a link that lets whoever has it in:
 * nothing here needs them, and a database is read by more people than a mailbox. Invitations to the application and the waiting
 * list tell the addresses of people who have no id yet, by which they could be found and erased.
 */
export function keptOf(envelope: Envelope): Envelope {
  const { type, data } = envelope;
  if (/^(email|sms|invitation|waitlistEntry)\./.test(type)) {
    const { id, object, user_id, slug } = data;
    return { ...envelope, data: { id, object, user_id, slug } };
  }
  if (/^organizationInvitation\./.test(type)) {
    const { url: _link, ...rest } = data;
    return { ...envelope, data: rest };
  }
  return envelope;
}
