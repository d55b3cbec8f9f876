import { Journal, type JournalEntry } from "./journal.ts";
import type { ApiKey } from "./model/api-keys.ts";
import type { ApplicationInvitation, WaitlistEntry } from "./model/application-invitations.ts";
import type { SignIn, SignUp } from "./model/attempts.ts";
import type { Delivery, Endpoint, Message } from "./model/deliveries.ts";
import type { MembershipRequest, OrganizationDomain, Suggestion } from "./model/domains.ts";
import type { Identifier } from "./model/identifiers.ts";
import type { Image } from "./model/images.ts";
import type { JwtTemplate } from "./model/jwt-templates.ts";
import type { M2mToken, Machine } from "./model/machines.ts";
import type { Mail } from "./model/mails.ts";
import type { OAuthAccessToken, OAuthApplication } from "./model/oauth.ts";
import type { Invitation, Membership, Organization } from "./model/organizations.ts";
import type { RedirectUrl } from "./model/redirect-urls.ts";
import type { Client, Session } from "./model/sessions.ts";
import type { Setting } from "./model/settings.ts";
import type { ActorToken, SignInToken } from "./model/tickets.ts";
import type { User } from "./model/users.ts";

/** Records are immutable: a change is a new record put in the old one's place. */
interface Tables {
  users: User;
  organizations: Organization;
  memberships: Membership;
  invitations: Invitation;
  domains: OrganizationDomain;
  suggestions: Suggestion;
  membershipRequests: MembershipRequest;
  apiKeys: ApiKey;
  clients: Client;
  sessions: Session;
  signIns: SignIn;
  signUps: SignUp;
  signInTokens: SignInToken;
  actorTokens: ActorToken;
  machines: Machine;
  m2mTokens: M2mToken;
  oauthApplications: OAuthApplication;
  oauthAccessTokens: OAuthAccessToken;
  jwtTemplates: JwtTemplate;
  applicationInvitations: ApplicationInvitation;
  waitlistEntries: WaitlistEntry;
  identifiers: Identifier;
  redirectUrls: RedirectUrl;
  mails: Mail;
  webhookMessages: Message;
  webhookDeliveries: Delivery;
  webhookEndpoint: Endpoint;
  settings: Setting;
  images: Image;
}

/** Records of one kind, by id, in the order in which they were created. */
export class Collection<T extends { id: string }> {
  private readonly records = new Map<string, T>();
  private readonly changed: (id: string, value: T | null) => void;

  constructor(changed: (id: string, value: T | null) => void) {
    this.changed = changed;
  }

  get size(): number {
    return this.records.size;
  }

  get(id: string): T | undefined {
    return this.records.get(id);
  }

  values(): T[] {
    return [...this.records.values()];
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.records.values()) if (matches(record)) return record;
    return undefined;
  }

  filter(matches: (record: T) => boolean): T[] {
    return this.values().filter(matches);
  }

  put(record: T): T {
    this.records.set(record.id, record);
    this.changed(record.id, record);
    return record;
  }

  delete(id: string): void {
    if (this.records.delete(id)) this.changed(id, null);
  }

  clear(): void {
    for (const id of [...this.records.keys()]) this.delete(id);
  }

  /** Puts back what the journal says, without writing it there again. */
  restore(id: string, value: T | null): void {
    if (value === null) this.records.delete(id);
    else this.records.set(id, value);
  }
}

export type Store = { readonly [K in keyof Tables]: Collection<Tables[K]> } & {
  clear(): void;
  /** Every record there is. */
  entries(): JournalEntry[];
  /** Puts these records, and no others, in the place of what there is: in memory at once, on disk in one piece. */
  replace(entries: readonly JournalEntry[]): void;
  flush(): void;
};

/** Opens the state in memory, replays the journal at `path` into it, and keeps the journal from then on. */
export function openStore(path: string): Store {
  const journal = new Journal(path, () => snapshot(tables));
  const table = <T extends { id: string }>(name: keyof Tables): Collection<T> =>
    new Collection<T>((id, value) => journal.append({ table: name, id, value }));
  const tables = {
    users: table<User>("users"),
    organizations: table<Organization>("organizations"),
    memberships: table<Membership>("memberships"),
    invitations: table<Invitation>("invitations"),
    domains: table<OrganizationDomain>("domains"),
    suggestions: table<Suggestion>("suggestions"),
    membershipRequests: table<MembershipRequest>("membershipRequests"),
    apiKeys: table<ApiKey>("apiKeys"),
    clients: table<Client>("clients"),
    sessions: table<Session>("sessions"),
    signIns: table<SignIn>("signIns"),
    signUps: table<SignUp>("signUps"),
    signInTokens: table<SignInToken>("signInTokens"),
    actorTokens: table<ActorToken>("actorTokens"),
    machines: table<Machine>("machines"),
    m2mTokens: table<M2mToken>("m2mTokens"),
    oauthApplications: table<OAuthApplication>("oauthApplications"),
    oauthAccessTokens: table<OAuthAccessToken>("oauthAccessTokens"),
    jwtTemplates: table<JwtTemplate>("jwtTemplates"),
    applicationInvitations: table<ApplicationInvitation>("applicationInvitations"),
    waitlistEntries: table<WaitlistEntry>("waitlistEntries"),
    identifiers: table<Identifier>("identifiers"),
    redirectUrls: table<RedirectUrl>("redirectUrls"),
    mails: table<Mail>("mails"),
    webhookMessages: table<Message>("webhookMessages"),
    webhookDeliveries: table<Delivery>("webhookDeliveries"),
    webhookEndpoint: table<Endpoint>("webhookEndpoint"),
    settings: table<Setting>("settings"),
    images: table<Image>("images"),
  };
  const load = (entries: readonly JournalEntry[]): void => {
    for (const entry of entries) {
      if (!isTable(tables, entry.table)) continue;
      // The journal is written by these collections alone, so a value has the type of the table it names.
      const collection = tables[entry.table] as unknown as Collection<{ id: string }>;
      collection.restore(entry.id, entry.value as { id: string } | null);
    }
  };
  load(journal.read());
  journal.rewrite();
  return {
    ...tables,
    clear() {
      for (const collection of Object.values(tables)) collection.clear();
      journal.rewrite();
    },
    entries: () => [...snapshot(tables)],
    replace(entries) {
      for (const collection of Object.values(tables)) collection.clear();
      load(entries);
      journal.rewrite();
    },
    flush: () => journal.flush(),
  };
}

function isTable(tables: Record<keyof Tables, unknown>, name: string): name is keyof Tables {
  return Object.hasOwn(tables, name);
}

function* snapshot(tables: {
  [K in keyof Tables]: Collection<Tables[K]>;
}): Generator<JournalEntry> {
  for (const [table, collection] of Object.entries(tables)) {
    for (const value of collection.values()) yield { table, id: value.id, value };
  }
}
