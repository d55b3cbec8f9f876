/**
 * Mistakes that types do not see, or see without saying what to do instead. `selector`: what is reported. `inside`: the files
 * that are held to it; `except`: files that are not. tests/mistakes plants each of them.
 */

const application = /^(app|src)\//;
/** A noun's folder: its router, its schemas and its services. */
const nouns = /^src\/server\/(?!(auth|clerk|db|http|sync|trpc)\/)[^/]+\//;
const routers = /^src\/server\/(?!trpc\/)[^/]+\/router\.tsx?$/;

export const mistakes = [
  {
    name: "permission",
    selector:
      "CallExpression[callee.name=/^org(Procedure|Command)$/][arguments.length=0], MemberExpression[object.name=/^org(Procedure|Command)$/]",
    inside: nouns,
    message: 'Name the permission that the caller needs: orgProcedure("org:projects:read").',
  },
  {
    name: "relabel",
    selector: "CallExpression[callee.property.name='meta']",
    inside: routers,
    message: "The gate has labelled its procedure. Begin with the gate that you mean.",
  },
  {
    name: "open-schema",
    selector:
      "CallExpression[callee.object.name='z'][callee.property.name=/^(any|unknown|custom|looseObject)$/], CallExpression[callee.property.name=/^(passthrough|loose|catchall)$/]",
    inside: nouns,
    message:
      "Name each field: what a schema leaves open is sent with it, personal columns too, or taken in unread.",
  },
  {
    name: "unbounded",
    selector:
      "CallExpression[callee.property.name='findMany'][arguments.length=0], CallExpression[callee.property.name='findMany'] > ObjectExpression.arguments:not(:has(> SpreadElement)):not(:has(> Property[key.name='take']))",
    inside: nouns,
    message: "Bound the list: spread pageArgs(…) of src/server/page.ts, or give `take`.",
  },
  {
    name: "find-unique",
    selector: "MemberExpression[property.name=/^findUnique/]",
    inside: application,
    except: [/^src\/server\/db\//],
    message:
      "Use findFirst. Prisma gathers the findUnique calls of one moment into one query, across callers.",
  },
  {
    name: "own-sql",
    selector: "MemberExpression[property.name=/^\\$(queryRaw|executeRaw|transaction|extends)/]",
    inside: application,
    except: [/^src\/server\/db\//],
    message:
      "Use the methods of ctx.db. A handle has no SQL of its own, and a mutation is one transaction already.",
  },
  {
    name: "made-handle",
    selector:
      ":matches(TSAsExpression, TSTypeAssertion)[typeAnnotation.typeName.name=/^(Db|OrgDb)$/]",
    inside: application,
    except: [/^src\/server\/db\//],
    message:
      "Take the handle as an argument (`db: Db<…>`) and pass the ctx.db of a procedure: only a gate makes one.",
  },
  {
    name: "module-state",
    selector:
      "Program > VariableDeclaration[kind='let'], Program > ExportNamedDeclaration > VariableDeclaration[kind='let'], Program > :matches(VariableDeclaration, ExportNamedDeclaration) TSTypeReference[typeName.name=/^(Db|OrgDb)$/]:not(:function TSTypeReference):not(TSTypeAliasDeclaration TSTypeReference)",
    inside: nouns,
    message:
      "Pass what a call needs, its handle too, as arguments: what a module keeps all callers share.",
  },
  {
    name: "role",
    selector:
      "BinaryExpression[operator=/^[!=]==?$/] > Literal[value=/^org:(admin|member|owner)/], BinaryExpression[operator=/^[!=]==?$/][right.type='Literal'] > MemberExpression.left[property.name=/^(role|orgRole)$/], CallExpression[callee.name='has'] Property[key.name='role']",
    inside: application,
    except: [/^src\/access\//],
    message:
      'Ask for a permission: orgProcedure("org:…") on the server, useCan("org:…") in the interface. What a role may do is said in src/access/roles.ts alone.',
  },
  {
    name: "own-error",
    selector: "ThrowStatement > NewExpression[callee.name=/Error$/][callee.name!='AppError']",
    inside: nouns,
    message:
      "Throw an AppError with a code of src/access/errors.ts. Anything else is answered as 500, without a word.",
  },
  {
    name: "swallowed",
    selector:
      "CatchClause:not(:has(ThrowStatement)), CallExpression[callee.property.name='catch'][callee.object.type='CallExpression']",
    inside: nouns,
    except: [/\/schema\.ts$/],
    message:
      "Let the error pass: the statement that failed has ended the transaction, and the caller is told by its code.",
  },
  {
    name: "absent",
    selector: "TSNonNullExpression",
    inside: application,
    message:
      'Say what happens when it is absent: throw new AppError("not_found"), return early, or give a default.',
  },
  {
    name: "router-cast",
    selector:
      ":matches(TSAsExpression, TSTypeAssertion):not([typeAnnotation.typeName.name='const'])",
    inside: routers,
    message: "Parse it with a schema: in a router nothing makes a cast true at run time.",
  },
  {
    name: "body",
    selector:
      "CallExpression[callee.object.name=/^(req|request)$/][callee.property.name=/^(json|text|formData|arrayBuffer|blob)$/]",
    inside: /^(app\/api|src\/server\/(http|sync))\//,
    message:
      "Read the body with readBody() of src/server/http/body.ts: it stops at a limit, and keeps the bytes that a signature is over.",
  },
  {
    name: "http-loop",
    selector:
      "CallExpression[callee.name='fetch'] :matches(Literal[value=/\\u002fapi\\u002f/], TemplateElement[value.raw=/\\u002fapi\\u002f/])",
    inside: /^(app|src\/ui)\//,
    message:
      "Call the procedure: (await getCaller()).noun.verb() on the server, trpc.noun.verb.useQuery() in a client component.",
  },
  {
    name: "sign-in",
    selector: "CallExpression[callee.name='redirect'] > .arguments[value=/^\\u002fsign-in/]",
    inside: application,
    except: [/^src\/server\/auth\//],
    message:
      "Call requirePerson(returnTo) of src/server/auth/guard.ts: it leads to the sign-in page, and back afterwards.",
  },
  {
    name: "user-button",
    selector:
      "JSXOpeningElement[name.name='UserButton'] > JSXAttribute[name.name='afterSignOutUrl']",
    inside: application,
    message: "Give afterSignOutUrl to ClerkProvider: UserButton takes it no more.",
  },
  {
    name: "console",
    selector: "MemberExpression[object.name='console']",
    inside: application,
    message:
      "Log ids and codes with log of src/server/log.ts. What people wrote does not belong in a log.",
  },
];
