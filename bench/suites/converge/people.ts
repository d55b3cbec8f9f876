/** A seed of so many people, fifty of whom are in each organization. */
export function seedOf(users: number) {
  return {
    users: Array.from({ length: users }, (_, n) => ({
      emailAddresses: [`person${n}@example.test`],
      firstName: "Person",
      lastName: String(n),
    })),
    organizations: Array.from({ length: users / 50 }, (_, n) => ({
      name: `Organization ${n}`,
      slug: `organization-${n}`,
      members: Array.from({ length: 50 }, (_, m) => ({
        emailAddress: `person${n * 50 + m}@example.test`,
        role: m === 0 ? "org:admin" : "org:member",
      })),
    })),
  };
}
