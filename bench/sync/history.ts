import type { Delivery } from "@/src/server/sync/verify";
import { SimulatedClerk } from "../../tests/integration/sync/histories/clerk.ts";
import { numbersFrom, shuffle } from "../../tests/integration/sync/histories/numbers.ts";

const manner = { bump: true, announced: true };

/**
 * A Clerk with about so many events behind it: one organization to eight people, four of five in one of them, and then what happens every
 * day: names change, roles change, people leave, come back, are deleted.
 */
export function makeHistory(name: string, size: number): SimulatedClerk {
  const clerk = new SimulatedClerk({ name, ties: false });
  const next = numbersFrom(size);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(next() * all.length)];
  const people = Math.ceil(size / 3);
  for (let n = 0; clerk.events.length < size; n++) {
    clerk.clock.now += 1 + Math.floor(next() * 1_000);
    if (n < people) {
      const address = `${name}-${n}@example.test`;
      const person = clerk.createPerson(`Person ${n}`, [{ address, verified: true }]);
      const organization = pick(clerk.organizations);
      if (n % 8 === 0) clerk.createOrganization(`Organization ${n}`, `${name}-${n}`, person);
      else if (organization && n % 5 !== 0) clerk.join(organization, person, "org:member");
      continue;
    }
    const person = pick(clerk.people);
    const organization = pick(clerk.organizations);
    if (!person || !organization || person.gone) continue;
    const stay = clerk.stayOf(organization, person);
    const what = next();
    if (what < 0.5) clerk.changePerson(person, { lastName: `Name ${n}` }, manner);
    else if (what < 0.6) clerk.changeOrganization(organization, { name: `Name ${n}` }, manner);
    else if (what < 0.98) {
      if (!stay) clerk.join(organization, person, "org:member");
      else if (what < 0.8) clerk.changeRole(stay, "org:admin", manner);
      else clerk.leave(stay);
    } else clerk.deletePerson(person, manner);
  }
  return clerk;
}

/** Each event under an id of its own. */
export function deliveriesOf({ options, events }: SimulatedClerk): Delivery[] {
  return events.map((envelope, n) => ({ id: `msg_${options.name}n${n}`, envelope }));
}

/** With so many repeats, as a share of all that come, half at most; in the order that the start makes. */
export function repeated<T>(deliveries: readonly T[], share: number, start: number): T[] {
  const repeats = Math.round((deliveries.length * share) / (1 - share));
  return shuffle([...deliveries, ...shuffle(deliveries, start + 1).slice(0, repeats)], start);
}
