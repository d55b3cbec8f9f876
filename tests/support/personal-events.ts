/** What Clerk's events say of people, each with a person's own word wherever such a word can stand. By type. */
type Make = (word: string) => Record<string, unknown>;

const metadata = (word: string) => ({
  public_metadata: { [word]: word, list: [word] },
  private_metadata: { note: { [word]: word } },
  unsafe_metadata: { nickname: word },
});
const verification = (word: string) => ({
  object: "verification_code",
  status: "verified",
  strategy: "email_code",
  external_verification_redirect_url: `https://${word}`,
  error: { message: word },
  nonce: word,
});
const user: Make = (word) => ({
  object: "user",
  id: "user_1",
  external_id: word,
  username: word,
  first_name: word,
  last_name: word,
  image_url: `https://img.test/${word}`,
  profile_image_url: `https://img.test/${word}`,
  primary_email_address_id: "idn_1",
  email_addresses: [
    {
      object: "email_address",
      id: "idn_1",
      email_address: word,
      verification: verification(word),
      linked_to: [{ id: "idn_2", type: "oauth_google", [word]: word }],
    },
  ],
  phone_numbers: [{ id: "idn_3", phone_number: word, verification: verification(word) }],
  web3_wallets: [{ id: "idn_4", web3_wallet: word, verification: verification(word) }],
  passkeys: [{ id: "idn_5", name: word, verification: verification(word) }],
  external_accounts: [
    {
      id: "eac_1",
      provider: "oauth_google",
      provider_user_id: word,
      identification_id: word,
      email_address: word,
      given_name: word,
      family_name: word,
      first_name: word,
      last_name: word,
      username: word,
      label: word,
      approved_scopes: word,
      picture: word,
      avatar_url: word,
      phone_number: word,
      ...metadata(word),
    },
  ],
  saml_accounts: [
    { id: "samlacc_1", email_address: word, first_name: word, provider_user_id: word },
  ],
  enterprise_accounts: [
    { id: "ent_1", email_address: word, enterprise_connection: { name: word, domain: word } },
  ],
  locale: word,
  timezone: word,
  ...metadata(word),
});
const organization: Make = (word) => ({
  object: "organization",
  id: "org_1",
  name: word,
  slug: word,
  image_url: word,
  logo_url: word,
  created_by: "user_1",
  ...metadata(word),
});
const membership: Make = (word) => ({
  object: "organization_membership",
  id: "orgmem_1",
  role: "org:admin",
  role_name: word,
  organization: organization(word),
  public_user_data: {
    user_id: "user_1",
    identifier: word,
    first_name: word,
    last_name: word,
    image_url: word,
    username: word,
  },
  ...metadata(word),
});
const invitation: Make = (word) => ({
  object: "organization_invitation",
  id: "orginv_1",
  email_address: word,
  role: "org:member",
  url: `https://${word}`,
  organization_id: "org_1",
  public_organization_data: { id: "org_1", name: word, slug: word },
  ...metadata(word),
});
const session: Make = (word) => ({
  object: "session",
  id: "sess_1",
  user_id: "user_1",
  client_id: "client_1",
  actor: { sub: word },
  latest_activity: { ip_address: word, city: word, country: word, browser_name: word },
  user: user(word),
});
const message: Make = (word) => ({
  object: "email",
  id: "ema_1",
  user_id: "user_1",
  to_email_address: word,
  to_phone_number: word,
  from_email_name: word,
  subject: word,
  body: word,
  message: word,
  data: { otp_code: word, user: { first_name: word }, requested_from: word },
});
const role: Make = (word) => ({
  object: "role",
  id: "role_1",
  key: "org:admin",
  name: word,
  description: word,
  permissions: [{ id: "perm_1", key: "org:a:b", name: word, description: word }],
});
const deleted: Make = (word) => ({
  object: "user",
  id: "user_1",
  deleted: true,
  external_id: word,
  slug: word,
});

const each = (noun: string, verbs: readonly string[], make: Make) =>
  Object.fromEntries(verbs.map((verb) => [`${noun}.${verb}`, make]));

export const personalEvents: Readonly<Record<string, Make>> = {
  ...each("user", ["created", "updated"], user),
  ...each("organization", ["created", "updated"], organization),
  ...each("organizationMembership", ["created", "updated", "deleted"], membership),
  ...each("organizationInvitation", ["created", "accepted", "revoked"], invitation),
  ...each("invitation", ["created"], invitation),
  ...each("session", ["created", "ended", "removed", "revoked", "pending"], session),
  ...each("email", ["created"], message),
  ...each("sms", ["created"], message),
  ...each("role", ["created", "updated"], role),
  ...each("permission", ["created", "updated"], role),
  ...each("organizationDomain", ["created", "updated"], (word) => ({
    object: "organization_domain",
    id: "orgdmn_1",
    organization_id: "org_1",
    name: word,
    affiliation_email_address: word,
    enrollment_mode: "manual_invitation",
    verification: verification(word),
    public_organization_data: organization(word),
  })),
  ...each("waitlistEntry", ["created", "updated"], (word) => ({
    object: "waitlist_entry",
    id: "wle_1",
    email_address: word,
    status: "pending",
    invitation: invitation(word),
  })),
  "user.deleted": deleted,
  "organization.deleted": deleted,
  "organizationDomain.deleted": (word) => ({
    object: "organization_domain",
    id: "orgdmn_1",
    name: word,
  }),
};
