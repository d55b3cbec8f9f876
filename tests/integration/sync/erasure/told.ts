import { membershipData, organizationData } from "../../../support/deliveries.ts";
import type { Canaries } from "./canaries.ts";

/** An event of Clerk's about a person, with all that Clerk may say of them in it. */
export interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly outcome: "applied" | "ignored" | "rejected";
}

/** A person and where they belong. */
export interface Subject {
  readonly user: string;
  readonly organization: string;
  readonly canaries: Canaries;
}

/** Every event of the catalogue that can speak of the person, and some that are not as they should be. */
export function allTold(subject: Subject): Told[] {
  const { user, organization, canaries } = subject;
  const profile = profileOf(subject);
  const { text, address } = canaries;
  const open = invitation(subject, "open", "pending");
  return [
    applied("user.created", profile),
    applied("organization.created", organizationData(organization, { created_by: user })),
    applied("organizationMembership.created", membership(subject, 2_000)),
    applied("organizationInvitation.created", open),
    applied("organizationInvitation.created", invitation(subject, "accepted", "pending")),
    applied("organizationInvitation.accepted", {
      ...invitation(subject, "accepted", "accepted"),
      user_id: user,
    }),
    applied("organizationInvitation.created", invitation(subject, "revoked", "pending")),
    applied("organizationInvitation.revoked", invitation(subject, "revoked", "revoked")),
    applied("user.updated", { ...profile, updated_at: 3_000 }),
    applied("organizationMembership.updated", membership(subject, 3_000)),
    applied("organizationMembership.deleted", membership(subject, 4_000)),
    ...["session.created", "session.pending"].map((type) => ignored(type, session(subject, type))),
    ...["session.ended", "session.removed", "session.revoked"].map((type) =>
      applied(type, session(subject, type)),
    ),
    ...["email.created", "sms.created"].map((type) =>
      ignored(type, {
        id: "ema_1",
        object: "email",
        user_id: user,
        to_email_address: address(`${type} to`),
        to_phone_number: text(`${type} number`),
        subject: text(`${type} subject`),
        body: text(`${type} body`),
        data: { otp_code: text(`${type} code`) },
      }),
    ),
    ignored("invitation.created", {
      id: "inv_1",
      object: "invitation",
      email_address: address("invitation to the application"),
      url: canaries.url("invitation's link"),
      public_metadata: { note: text("invitation's note") },
    }),
    ignored("waitlistEntry.created", { id: "wle_1", email_address: address("waiting list") }),
    ignored("paymentAttempt.updated", {
      id: "pay_1",
      payer: { user_id: user, email: address("payer"), first_name: text("payer's name") },
    }),
    ignored("person.invented", { about: [{ who: user, remark: text("an unknown type") }] }),
    {
      type: "user.updated",
      data: { ...profile, email_addresses: text("rejected") },
      outcome: "rejected",
    },
  ];
}

const applied = (type: string, data: Record<string, unknown>): Told => ({
  type,
  data,
  outcome: "applied",
});
const ignored = (type: string, data: Record<string, unknown>): Told => ({
  type,
  data,
  outcome: "ignored",
});

export function profileOf({
  user,
  canaries: { text, address, url },
}: Subject): Record<string, unknown> {
  const verification = { status: "verified", strategy: text("verification") };
  return {
    id: user,
    object: "user",
    username: text("username"),
    first_name: text("first name"),
    last_name: text("last name"),
    image_url: url("picture"),
    profile_image_url: url("old picture"),
    primary_email_address_id: "idn_1",
    email_addresses: [
      { id: "idn_1", email_address: address("primary address"), verification },
      { id: "idn_2", email_address: address("second address"), verification },
    ],
    phone_numbers: [{ id: "idn_3", phone_number: text("phone number") }],
    web3_wallets: [{ id: "idn_4", web3_wallet: text("wallet") }],
    external_accounts: [
      {
        id: "eac_1",
        email_address: address("external address"),
        given_name: text("external name"),
      },
    ],
    external_id: text("external id"),
    public_metadata: { note: text("public metadata") },
    private_metadata: { note: text("private metadata") },
    unsafe_metadata: { [text("metadata's key")]: text("unsafe metadata") },
    created_at: 1_000,
    updated_at: 2_000,
  };
}

function membership(
  { user, organization, canaries: { text, address, url } }: Subject,
  updated_at: number,
) {
  return membershipData(organization, user, {
    id: `orgmem_${organization}`,
    updated_at,
    public_metadata: { note: text("membership's metadata") },
    public_user_data: {
      user_id: user,
      identifier: address("membership's identifier"),
      first_name: text("membership's name"),
      image_url: url("membership's picture"),
    },
  });
}

function session(subject: Subject, type: string): Record<string, unknown> {
  const { user, organization, canaries } = subject;
  return {
    id: `sess_${organization}`,
    object: "session",
    user_id: user,
    status: "active",
    latest_activity: {
      ip_address: canaries.text(`${type} address`),
      city: canaries.text(`${type} city`),
    },
    user: profileOf(subject),
    created_at: 1_000,
    updated_at: 2_000,
  };
}

function invitation(
  { organization, canaries: { text, address, url } }: Subject,
  which: string,
  status: string,
): Record<string, unknown> {
  return {
    id: `orginv_${which}_${organization}`,
    object: "organization_invitation",
    organization_id: organization,
    // An open one is to an address of theirs; the others to any, which nobody needs once they are closed.
    email_address:
      which === "open" ? address("second address").toUpperCase() : address(`${which} invitation`),
    role: "org:member",
    status,
    url: url(`${which} invitation's link`),
    public_metadata: { note: text(`${which} invitation's note`) },
    private_metadata: {},
    created_at: 1_000,
    updated_at: status === "pending" ? 1_000 : 2_000,
  };
}
