export interface SeedPost {
  readonly author: string;
  readonly title: string;
  readonly published: boolean;
  readonly body: string;
}

/** Oldest first. */
export const posts: readonly SeedPost[] = [
  {
    author: "dave@globex.test",
    title: "Two organizations, two tabs",
    published: true,
    body: `I belong to two organizations, and most days I have both of them open. For years that was a small hazard of my working life: I would switch in one tab, forget, and write into the wrong company from the other.

The mistake was not mine alone. The application asked "which organization is active?" once for the whole browser and believed the answer everywhere. Two tabs shared one truth, and the tab that spoke last won.

It is better when a page says which organization it shows. Its address names the organization, every call it makes carries a token for that organization, and nothing it has cached is kept for another one. Then a switch in one tab is no event at all in the other.

If you build for people like me, try this: open two tabs, switch in the first, and press save in the second. What happens next is your tenancy model. Everything else is documentation.`,
  },
  {
    author: "bob@acme.test",
    title: "What a webhook does not promise",
    published: true,
    body: `When identity lives with a provider, your own database learns about people by post. A letter says that somebody joined, another that she changed her name, a third that she left. It is tempting to read them as they come and do what they say.

Letters get lost, though. They arrive twice, and now and then the second before the first. A handler that simply obeys will bring back a person who left, because the letter about her old name was late.

Three habits help. Write down that a letter came before acting on it, so that the second copy changes nothing. Compare the sender's own version with the one you hold, and let the newer win, whatever the order of arrival. And never delete the row of somebody who left: keep a stone with the name on it, so that a late letter finds the stone and not an empty place.

After that, one question remains: what if no letter comes at all? So go and ask, every now and then, and put the answers through the very same door.

## How Gatehouse does it

A delivery is written down under its id and applied in one transaction. If that fails, nothing of it stays but the delivery itself, its error and the number of attempts, and the sender is told to come again.

Which of two states is newer is decided by the sender's clock alone, never by ours:

- a person or an organization takes the greatest of the time of the update, the time of the message and, when both are the same, a digest of what it says;
- a membership is a pair of an organization and a person, because somebody who leaves and comes back gets a new id and stays the same pair;
- whoever was deleted stays deleted. Ids are never used twice, so there is nothing to compare.

So the order in which messages come makes no difference. That is easy to say, and so there is a test that plays thousands of histories in every order it can think of, loses some messages, doubles others, and asks at the end whether all the databases are the same. They were not, the first few times.`,
  },
  {
    author: "carol@globex.test",
    title: "The second lock",
    published: true,
    body: `Every application with customers has a line somewhere that keeps them apart. Usually it reads "where organization equals", and usually it is written by hand, once for each query. Four hundred queries, four hundred chances to forget.

We keep that line in two places now. The first is the code: a function that works on an organization's data has to be handed a key to that organization, and only the check of membership makes keys. Whoever forgets the check has no key, and the code does not compile.

The second is the database. It knows who is asking and for which organization, and it shows the rows of that organization and no others. It does not care how the question was put, nor by which library, nor how late it was when somebody wrote it.

Either lock would do on a good day. The point of the second is the other days: it does not share the first one's mistakes. When we test, we take one away and see that the other holds. Then we put it back and try it the other way round.

## How it is built

The application connects as a user who owns nothing. For each statement it takes on one of a few roles, and says on whose behalf, in the same round trip as the statement itself. When the statement is over, both are gone, so a connection that goes back to the pool carries nobody's rights with it.

Each table of a customer's has a policy that reads, in short:

\`\`\`
using (
  "organizationId" = (select app.organization_id())
  and (select app.has('org:projects:read'))
)
\`\`\`

Both conditions stand in brackets with a \`select\` of their own. That looks like a whim; it is why they are worked out once for a statement rather than once for a row.

Three things went wrong before it was right:

- Foreign keys do not ask policies. A plain key would let a row point into another customer's data, so keys here begin with the organization.
- Security that binds the owner too binds the functions that work on the owner's behalf. One of them looked for revoked members, saw no rows, and let everybody in. Now the owner is exempt, and the server refuses to start as the owner.
- A policy that hides deleted rows makes the deletion itself fail, since the new row may not be seen by the person who wrote it.`,
  },
  {
    author: "alice@acme.test",
    title: "Authorization is a type",
    published: true,
    body: `Ask a team where it checks permissions, and you get a list: in the middleware, in the handler, in that helper which everybody should call. Ask how they know that none is missing, and it gets quiet.

A missing check looks like nothing. It has no line, no test that fails, no diff in a review. So we stopped asking people to remember it. A procedure that manages projects says so in its first word, and what it is given in return is a handle that can manage projects, in the organization of the caller, and can do nothing else. Reading gives a handle without a delete. There is no method to misuse.

The compiler then does the remembering. Change what a role may do and the places that assumed more turn red. Pass a reader where a manager is needed and it does not build. New colleagues find out by autocompletion what they would otherwise have found out in an incident.

It costs a little ceremony at the start of each procedure. We have not yet missed the hours that we used to spend afterwards.

## What it looks like

\`\`\`
rename: orgProcedure("org:projects:manage")
  .input(RenameProject)
  .output(Project)
  .mutation(({ ctx, input }) =>
    ctx.db.project.update({
      where: { key: ctx.db.key(input.id) },
      data: { name: input.name },
    }),
  ),
\`\`\`

There is no \`organizationId\` in it. It is not in the input, so nobody can send another one; it is not in the query, so nobody can forget it. The handle knows for whom it was made.

With \`org:projects:read\` in the first line, \`update\` does not exist and the editor says so. A function elsewhere that needs to manage projects takes such a handle as its argument, and so cannot be called where no gate has run.

What types cannot see is left to the database: a relation that is asked for inside another, a cast, a mistake in the gate itself. Neither would be enough alone. Together they have, so far, not been wrong at the same place.`,
  },
  {
    author: "dave@globex.test",
    title: "A Clerk on your own machine",
    published: true,
    body: `To try our product you used to need four things: an account at the identity provider, a key, a tunnel so that its webhooks could reach your laptop, and a colleague who knew in which order. New people spent their first day on it. The tests did without sign-in, because the alternative was to test the network.

So we wrote the part of Clerk that an application talks to, and run it next to the database. It is not a mock: the real libraries, unchanged, talk to it over HTTP, draw their own sign-in forms, and verify tokens that it signs.

## What is easier now

- Sign-up sends an e-mail with a code. It is in the console at \`localhost:4010/console\`, with every webhook and whether it was answered.
- Time can be turned. A session that ends after a week ends in a test when the test says so.
- Webhooks can be dropped, doubled, held back and mixed up on purpose, by a seed, so that what went wrong goes wrong again.
- It can be down. What a product does then is worth knowing before its customers do.

## What keeps it honest

A stand-in is worth as much as its likeness. Every method of Clerk's client for servers is called in a test and what comes back is held to the types that Clerk publishes. What is not there answers that it is not there, and says so in the log, so nobody takes an empty list for an answer.

The last line is the one we like best. There is no switch in the application that says "this is a test". It reads its keys from the environment, and with real ones it talks to Clerk.`,
  },
  {
    author: "alice@acme.test",
    title: "Notes for the next post: how fast is revocation?",
    published: false,
    body: `Outline.

A token lives for a minute. A person who is removed at noon could still act until a minute past. Is that short enough? For reading, perhaps. For deleting a project it is not.

To measure: time from the click on "remove" to the first refusal, with the webhook on time, late, and lost.

Ask Bob for the chart he showed on Thursday.`,
  },
];
