const commands = [
  "protectedCommand",
  "freshProtectedCommand",
  "orgCommand",
  "freshOrgCommand",
  "adminCommand",
  "freshAdminCommand",
];
const gates = [
  "publicProcedure",
  "protectedProcedure",
  "orgProcedure",
  "freshOrgProcedure",
  "orgStream",
  "adminProcedure",
  "adminInquiry",
  ...commands,
];
const writes = /^(create|update|delete)(Many)?$/;
const protectedGate = /^(protected|freshProtected)/;
const own = /^(user|author|owner|createdBy)Id$/;

/** Holds a procedure, from its gate to its resolver, to what types cannot ask of it. */
export const procedures = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const { visitorKeys, parserServices } = context.sourceCode;
    const report = (node, message) => context.report({ node, message });

    /** Zod's type of an object ends with how it treats keys that it does not know. Without types nothing is said. */
    function isLax(schema) {
      if (!parserServices.program) return false;
      const type = parserServices.getTypeAtLocation(schema);
      const mode = type.symbol?.name === "ZodObject" ? type.typeArguments?.[1] : undefined;
      return mode !== undefined && mode.aliasSymbol?.name !== "$strict";
    }

    return {
      "CallExpression[callee.property.name='input']"(node) {
        const [schema] = node.arguments;
        if (gates.includes(unwind(node).gate) && schema && isLax(schema))
          report(
            schema,
            "Make it a z.strictObject (and extend it as one): what nobody asked for is refused, not dropped.",
          );
      },
      "CallExpression[callee.property.name=/^(query|mutation|subscription)$/]"(node) {
        const { gate, steps } = unwind(node);
        if (!gates.includes(gate)) return;
        const kind = node.callee.property;
        if (!steps.has("input"))
          report(kind, "State what goes in: .input(schema), or .input(z.void()) for nothing.");
        if (!steps.has("output"))
          report(kind, "State what comes out: .output(schema). What it does not name is not sent.");
        if (gate === "publicProcedure" && kind.name === "mutation")
          report(
            kind,
            "The public only reads. Build a mutation on protectedProcedure, orgProcedure or adminProcedure.",
          );
        if ((gate === "orgStream") !== (kind.name === "subscription"))
          report(
            kind,
            "A subscription is made with orgStream, which reads again through the gate; nothing else is.",
          );
        if (commands.includes(gate) && kind.name !== "mutation")
          report(kind, "Make it a mutation: it asks Clerk to change something.");
        for (const inner of nodesIn(node.arguments, visitorKeys)) {
          if (kind.name !== "mutation" && isWrite(inner))
            report(
              inner.callee.property,
              "Make it a mutation: a query enters read-only, and the database refuses the write.",
            );
          if (protectedGate.test(gate) && isOwnIdOfInput(inner))
            report(
              inner,
              "Take the person from ctx.user, never from input: the database fills in whose row it is.",
            );
        }
      },
    };
  },
};

/** The gate that a chain of calls begins with, and the names of the calls between. */
function unwind(node) {
  const steps = new Set();
  let at = node;
  while (at.type === "CallExpression" && at.callee.type === "MemberExpression") {
    steps.add(at.callee.property.name);
    at = at.callee.object;
  }
  if (at.type === "CallExpression") at = at.callee;
  return { gate: at.type === "Identifier" ? at.name : null, steps };
}

function* nodesIn(nodes, visitorKeys) {
  for (const node of nodes) {
    if (!node) continue;
    yield node;
    for (const key of visitorKeys[node.type] ?? []) {
      yield* nodesIn([node[key]].flat(), visitorKeys);
    }
  }
}

/** `ctx.db.project.create(…)`, `db.project.create(…)` */
function isWrite(node) {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object, property } = node.callee;
  if (!writes.test(property.name) || object.type !== "MemberExpression") return false;
  return (object.object.property ?? object.object).name === "db";
}

/** `input.userId`, or `{ userId }` taken out of the input. */
function isOwnIdOfInput(node) {
  if (node.type === "MemberExpression") {
    return node.object.name === "input" && own.test(node.property.name);
  }
  return (
    node.type === "Property" &&
    own.test(node.key.name) &&
    node.parent.type === "ObjectPattern" &&
    node.parent.parent.type === "Property" &&
    node.parent.parent.key.name === "input"
  );
}
