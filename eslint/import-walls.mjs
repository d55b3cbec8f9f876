import path from "node:path";

/**
 * Holds imports to a table of walls (walls.mjs). Unlike no-restricted-imports it resolves a path first, so that "@/src/x",
 * "./x" and "../x.ts" are one thing, and it sees import(), require(), `export … from` and `import("…")` types too.
 */
export const importWalls = {
  meta: {
    type: "problem",
    schema: [
      { type: "object", properties: { root: { type: "string" } }, additionalProperties: true },
    ],
  },
  create(context) {
    const { root, walls } = context.options[0];
    const file = toPosix(path.relative(root, context.filename));
    const client = context.sourceCode.ast.body.some((node) => node.directive === "use client");
    const standing = walls.filter(
      (wall) =>
        (!wall.inside || wall.inside.test(file)) &&
        (!wall.client || client) &&
        !wall.except?.some((pattern) => pattern.test(file)),
    );

    function check(node, source, { typeOnly, names }) {
      if (typeof source !== "string") return;
      const target = resolve(root, file, source);
      for (const wall of standing) {
        if (typeOnly && wall.types) continue;
        if (!wall.to.some((pattern) => pattern.test(target))) continue;
        // Where only some names are forbidden, an import of everything ("*") brings them in too.
        if (wall.names && names && !names.some((name) => name === "*" || wall.names.includes(name)))
          continue;
        context.report({ node, message: `${wall.message} (wall: ${wall.name})` });
      }
    }

    return {
      ImportDeclaration(node) {
        const kinds = node.specifiers.map((specifier) => specifier.importKind ?? "value");
        const typeOnly =
          node.importKind === "type" ||
          (kinds.length > 0 && kinds.every((kind) => kind === "type"));
        check(node, node.source.value, { typeOnly, names: node.specifiers.map(importedName) });
      },
      ExportNamedDeclaration(node) {
        if (!node.source) return;
        const names = node.specifiers.map(
          (specifier) => specifier.local.name ?? specifier.local.value,
        );
        check(node, node.source.value, { typeOnly: node.exportKind === "type", names });
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, { typeOnly: node.exportKind === "type", names: ["*"] });
      },
      ImportExpression(node) {
        check(node, node.source.value, { typeOnly: false, names: ["*"] });
      },
      TSImportType(node) {
        const source = node.source ?? node.argument?.literal;
        check(node, source?.value, { typeOnly: true, names: ["*"] });
      },
      TSExternalModuleReference(node) {
        check(node, node.expression.value, { typeOnly: false, names: ["*"] });
      },
      CallExpression(node) {
        if (node.callee.type !== "Identifier" || node.callee.name !== "require") return;
        check(node, node.arguments[0]?.value, { typeOnly: false, names: ["*"] });
      },
    };
  },
};

function importedName(specifier) {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  return specifier.imported.name ?? specifier.imported.value;
}

/** A project file by its path from the root, without its extension; a package by its name. */
function resolve(root, file, source) {
  const plain = source.split("?")[0];
  if (plain.startsWith("@/")) return strip(path.posix.normalize(plain.slice(2)));
  if (plain.startsWith("."))
    return strip(path.posix.normalize(path.posix.join(path.posix.dirname(file), plain)));
  const absolute = plain.startsWith("file:") ? new URL(plain).pathname : plain;
  if (path.isAbsolute(absolute)) return strip(toPosix(path.relative(root, absolute)));
  return plain;
}

function strip(target) {
  return target.replace(/\.(d\.)?[cm]?[jt]sx?$/, "").replace(/\/index$/, "");
}

function toPosix(text) {
  return text.split(path.sep).join("/");
}
