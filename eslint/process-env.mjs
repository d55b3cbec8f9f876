/** The environment is read and checked in one file; a variable read elsewhere is one that nobody checks at start. */
export const processEnv = {
  meta: {
    type: "problem",
    schema: [
      {
        type: "object",
        properties: { allow: { type: "array", items: { type: "string" } } },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const allow = context.options[0]?.allow ?? [];
    const message =
      "Read the environment through env() of src/env.ts, where every variable is checked at start.";
    return {
      MemberExpression(node) {
        if (keyOf(node) !== "env" || !isProcess(node.object)) return;
        const read =
          node.parent.type === "MemberExpression" && node.parent.object === node
            ? keyOf(node.parent)
            : null;
        if (read !== null && allow.includes(read)) return;
        context.report({ node, message });
      },
      VariableDeclarator(node) {
        if (node.id.type !== "ObjectPattern" || !node.init || !isProcess(node.init)) return;
        const takesEnv = node.id.properties.some(
          (property) =>
            property.type === "RestElement" ||
            property.key.name === "env" ||
            property.key.value === "env",
        );
        if (takesEnv) context.report({ node, message });
      },
      ImportDeclaration(node) {
        if (!/^(node:)?process$/.test(node.source.value)) return;
        const takesEnv = node.specifiers.some(
          (specifier) => specifier.type !== "ImportSpecifier" || specifier.imported.name === "env",
        );
        if (takesEnv) context.report({ node, message });
      },
    };
  },
};

function keyOf(node) {
  if (!node.computed && node.property.type === "Identifier") return node.property.name;
  return node.property.type === "Literal" ? node.property.value : null;
}

function isProcess(node) {
  if (node.type === "Identifier") return node.name === "process";
  // globalThis.process
  return node.type === "MemberExpression" && keyOf(node) === "process";
}
