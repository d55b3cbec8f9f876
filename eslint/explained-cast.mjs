/** A cast is a promise that the compiler cannot check: the code around it must say what makes it true at run time. */
export const explainedCast = {
  meta: { type: "suggestion", schema: [] },
  create(context) {
    const { sourceCode } = context;
    const comments = sourceCode.getAllComments();

    function check(node) {
      const type = node.typeAnnotation;
      if (type.type === "TSTypeReference" && type.typeName.name === "const") return;
      // A chain such as `x as unknown as T` is one promise, reported once.
      if (node.parent.type === "TSAsExpression") return;
      const statement = enclosing(node);
      const from = statement.loc.start.line - 1;
      const explained = comments.some(
        (comment) =>
          comment.loc.end.line >= from && comment.loc.start.line <= statement.loc.end.line + 1,
      );
      if (!explained) {
        context.report({
          node,
          message: "Say in a comment what makes this cast true at run time, or parse the value.",
        });
      }
    }
    return { TSAsExpression: check, TSTypeAssertion: check };
  },
};

function enclosing(node) {
  let at = node;
  while (at.parent && !isPlace(at)) at = at.parent;
  return at;
}

function isPlace(node) {
  return (
    /(Statement|Declaration|PropertyDefinition|MethodDefinition)$/.test(node.type) &&
    node.type !== "BlockStatement"
  );
}
