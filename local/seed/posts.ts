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

After that, one question remains: what if no letter comes at all? So go and ask, every now and then, and put the answers through the very same door.`,
  },
  {
    author: "carol@globex.test",
    title: "The second lock",
    published: true,
    body: `Every application with customers has a line somewhere that keeps them apart. Usually it reads "where organization equals", and usually it is written by hand, once for each query. Four hundred queries, four hundred chances to forget.

We keep that line in two places now. The first is the code: a function that works on an organization's data has to be handed a key to that organization, and only the check of membership makes keys. Whoever forgets the check has no key, and the code does not compile.

The second is the database. It knows who is asking and for which organization, and it shows the rows of that organization and no others. It does not care how the question was put, nor by which library, nor how late it was when somebody wrote it.

Either lock would do on a good day. The point of the second is the other days: it does not share the first one's mistakes. When we test, we take one away and see that the other holds. Then we put it back and try it the other way round.`,
  },
  {
    author: "alice@acme.test",
    title: "Authorization is a type",
    published: true,
    body: `Ask a team where it checks permissions, and you get a list: in the middleware, in the handler, in that helper which everybody should call. Ask how they know that none is missing, and it gets quiet.

A missing check looks like nothing. It has no line, no test that fails, no diff in a review. So we stopped asking people to remember it. A procedure that manages projects says so in its first word, and what it is given in return is a handle that can manage projects, in the organization of the caller, and can do nothing else. Reading gives a handle without a delete. There is no method to misuse.

The compiler then does the remembering. Change what a role may do and the places that assumed more turn red. Pass a reader where a manager is needed and it does not build. New colleagues find out by autocompletion what they would otherwise have found out in an incident.

It costs a little ceremony at the start of each procedure. We have not yet missed the hours that we used to spend afterwards.`,
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
