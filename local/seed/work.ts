import type { Slug } from "./accounts.ts";

export interface SeedTask {
  readonly title: string;
  /** Who writes it down, and takes it when `mine`. */
  readonly by: string;
  readonly mine?: true;
  readonly done?: true;
}

export interface SeedProject {
  readonly name: string;
  readonly archived?: true;
  readonly tasks: readonly SeedTask[];
}

const alice = "alice@acme.test";
const bob = "bob@acme.test";
const carol = "carol@globex.test";
const dave = "dave@globex.test";

/** Oldest first; an organization's admin creates its projects. */
export const work: Readonly<Record<Slug, readonly SeedProject[]>> = {
  acme: [
    {
      name: "Rebrand 2025",
      archived: true,
      tasks: [
        { title: "Agree on the new name with legal", by: alice, done: true },
        { title: "Replace the logo in every template", by: bob, mine: true, done: true },
        { title: "Redirect the old domain", by: alice, mine: true, done: true },
      ],
    },
    {
      name: "Billing migration",
      tasks: [
        { title: "List every plan that is still sold", by: alice, mine: true, done: true },
        { title: "Map old invoices to the new ledger", by: bob, mine: true },
        { title: "Rehearse the switch on a copy of last month", by: dave, mine: true },
        { title: "Write to customers two weeks ahead", by: alice },
        { title: "Keep the old export readable for seven years", by: bob },
      ],
    },
    {
      name: "Mobile app, first release",
      tasks: [
        { title: "Settle what works without a connection", by: alice, mine: true, done: true },
        { title: "Sign in with a passkey", by: bob, mine: true },
        { title: "Ask for notifications only when they help", by: bob },
        { title: "Test on a five-year-old phone", by: dave, mine: true },
      ],
    },
    {
      name: "Website relaunch",
      tasks: [
        { title: "Interview five customers about the pricing page", by: alice, done: true },
        { title: "Draft the landing page text", by: bob, mine: true, done: true },
        { title: "Photograph the workshop", by: dave },
        { title: "Check contrast and keyboard paths", by: bob, mine: true },
        { title: "Measure the first load on a slow network", by: alice, mine: true },
        { title: "Move the DNS records on a Tuesday morning", by: alice },
      ],
    },
  ],
  globex: [
    {
      name: "Warehouse sensors",
      tasks: [
        { title: "Choose the gateway for hall 3", by: carol, mine: true, done: true },
        { title: "Calibrate the cold-room probes", by: dave, mine: true },
        { title: "Raise an alarm after ten silent minutes", by: dave },
        { title: "Spare batteries for the winter", by: carol },
      ],
    },
    {
      name: "Supplier portal",
      tasks: [
        { title: "Invite the first three suppliers", by: carol, mine: true },
        { title: "Show each supplier their own orders only", by: dave, mine: true, done: true },
        { title: "Export delivery notes as PDF", by: dave },
        { title: "Translate the help pages into Portuguese", by: dave, mine: true },
      ],
    },
    {
      name: "Annual audit",
      tasks: [
        { title: "Collect access lists from every system", by: carol, mine: true, done: true },
        { title: "Remove accounts nobody has used since spring", by: carol, mine: true },
        { title: "Walk the auditors through the trail", by: carol },
      ],
    },
  ],
};
