import path from "node:path";

/** Reports what a table (mistakes.mjs) describes by selectors, each with what to do instead. */
export const advice = {
  meta: {
    type: "problem",
    schema: [
      { type: "object", properties: { root: { type: "string" } }, additionalProperties: true },
    ],
  },
  create(context) {
    const { root, mistakes } = context.options[0];
    const file = path.relative(root, context.filename).split(path.sep).join("/");
    const listeners = {};
    for (const { name, selector, inside, except = [], message } of mistakes) {
      if (!inside.test(file) || except.some((pattern) => pattern.test(file))) continue;
      listeners[selector] = (node) => context.report({ node, message: `${message} (${name})` });
    }
    return listeners;
  },
};
