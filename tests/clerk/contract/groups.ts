import type { Contract, Group } from "./contract.ts";
import { actorTokens } from "./groups/actor-tokens.ts";
import { agentTasks } from "./groups/agent-tasks.ts";
import { allowlistIdentifiers } from "./groups/allowlist-identifiers.ts";
import { apiKeys } from "./groups/api-keys.ts";
import { betaFeatures } from "./groups/beta-features.ts";
import { billing } from "./groups/billing.ts";
import { blocklistIdentifiers } from "./groups/blocklist-identifiers.ts";
import { clients } from "./groups/clients.ts";
import { domains } from "./groups/domains.ts";
import { emailAddresses } from "./groups/email-addresses.ts";
import { emails } from "./groups/emails.ts";
import { enterpriseConnections } from "./groups/enterprise-connections.ts";
import { idPOAuthAccessToken } from "./groups/oauth-access-tokens.ts";
import { instance } from "./groups/instance.ts";
import { invitations } from "./groups/invitations.ts";
import { jwks } from "./groups/jwks.ts";
import { jwtTemplates } from "./groups/jwt-templates.ts";
import { keylessApplications } from "./groups/keyless-applications.ts";
import { m2m } from "./groups/m2m-tokens.ts";
import { machines } from "./groups/machines.ts";
import { oauthApplications } from "./groups/oauth-applications.ts";
import { organizationPermissions } from "./groups/organization-permissions.ts";
import { organizationRoles } from "./groups/organization-roles.ts";
import { organizations } from "./groups/organizations.ts";
import { phoneNumbers } from "./groups/phone-numbers.ts";
import { proxyChecks } from "./groups/proxy-checks.ts";
import { redirectUrls } from "./groups/redirect-urls.ts";
import { roleSets } from "./groups/role-sets.ts";
import { samlConnections } from "./groups/saml-connections.ts";
import { sessions } from "./groups/sessions.ts";
import { signInTokens } from "./groups/sign-in-tokens.ts";
import { signUps } from "./groups/sign-ups.ts";
import { testingTokens } from "./groups/testing-tokens.ts";
import { users } from "./groups/users.ts";
import { waitlistEntries } from "./groups/waitlist-entries.ts";
import { webhooks } from "./groups/webhooks.ts";

/** What the local Clerk does for each method of the real client. The table in docs/local-clerk.md follows from it. */
export const contracts: { [G in Group]: Contract<G> } = {
  __experimental_accountlessApplications: keylessApplications,
  actorTokens,
  agentTasks,
  allowlistIdentifiers,
  apiKeys,
  betaFeatures,
  billing,
  blocklistIdentifiers,
  clients,
  domains,
  emailAddresses,
  emails,
  enterpriseConnections,
  idPOAuthAccessToken,
  instance,
  invitations,
  jwks,
  jwtTemplates,
  m2m,
  machines,
  oauthApplications,
  organizationPermissions,
  organizationRoles,
  organizations,
  phoneNumbers,
  proxyChecks,
  redirectUrls,
  roleSets,
  samlConnections,
  sessions,
  signInTokens,
  signUps,
  testingTokens,
  users,
  waitlistEntries,
  webhooks,
};
