import ts from "typescript";

const ENTRY = "node_modules/@clerk/backend/dist/index.d.ts";
/** What the SDK has no class for: it passes Clerk's JSON on, whatever the method declares. */
const PASSED_ON = {
  testing_token: "TestingTokenJSON",
  organization_domain: "OrganizationDomainJSON",
};
/** What the SDK declares and Clerk does not send. */
const NEVER_SENT = [
  "publicOrganizationData.object",
  // It comes as `user_id`, and the SDK has no class for it.
  "disableUserMFA.userId",
  "deleteUserTOTP.userId",
  "deleteUserBackupCodes.userId",
];
const MS_2020 = 1_577_836_800_000;
const MS_2100 = 4_102_444_800_000;

/** Says where a value differs from the type that the SDK declares for what one of its methods answers. */
export type Comparison = (group: string, method: string, value: unknown) => string[];

/**
 * Reads the SDK's declarations once. A result is then compared with what its method declares, field by field: types
 * are gone at run time, and a field that the server forgot is just `undefined` there, which nothing notices.
 */
export function readDeclarations(): Comparison {
  const program = ts.createProgram([ENTRY], {
    strict: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(ENTRY);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${ENTRY} could not be read`);
  const exported = (name: string): ts.Type => {
    const symbol = checker.getExportsOfModule(module).find((one) => one.name === name);
    if (!symbol) throw new Error(`the SDK exports no type ${name}`);
    const alias = symbol.flags & ts.SymbolFlags.Alias;
    return checker.getDeclaredTypeOfSymbol(alias ? checker.getAliasedSymbol(symbol) : symbol);
  };
  const client = exported("ClerkClient");
  const passedOn = Object.entries(PASSED_ON).map(
    ([object, name]) => [object, exported(name)] as const,
  );
  const reader = new Reader(checker, new Map<unknown, ts.Type>(passedOn));
  const answerOf = (group: string, method: string): ts.Type => {
    const groupType = reader.member(client, group);
    const type = groupType && reader.member(groupType, method);
    const answer = type?.getCallSignatures()[0]?.getReturnType();
    const awaited = answer && checker.getAwaitedType(answer);
    if (!awaited) throw new Error(`${group}.${method} is not declared`);
    return awaited;
  };
  const deleted = answerOf("allowlistIdentifiers", "deleteAllowlistIdentifier");
  return (group, method, value) => {
    // Some of the methods that delete declare what was there before; Clerk answers only that it is gone.
    const type = isDeleted(value) ? deleted : answerOf(group, method);
    return [...reader.differences(type, value, method), ...wrongTimes(value, method)];
  };
}

class Reader {
  private readonly checker: ts.TypeChecker;

  private readonly passedOn: ReadonlyMap<unknown, ts.Type>;

  constructor(checker: ts.TypeChecker, passedOn: ReadonlyMap<unknown, ts.Type>) {
    this.checker = checker;
    this.passedOn = passedOn;
  }

  member(type: ts.Type, name: string): ts.Type | undefined {
    const property = type.getProperty(name);
    return property && this.checker.getTypeOfSymbol(property);
  }

  differences(type: ts.Type, value: unknown, path: string): string[] {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    if (type.isUnion()) return this.ofUnion(type, value, path);
    if (!this.isObjectType(type)) {
      return this.isPrimitive(type, value) ? [] : [this.complaint(type, value, path)];
    }
    if (typeof value !== "object" || value === null) return [this.complaint(type, value, path)];
    if (this.checker.isArrayType(type)) return this.ofArray(type, value, path);
    const passedOn = isDeleted(value) ? null : this.passedOn.get(Reflect.get(value, "object"));
    return (passedOn ?? type).getProperties().flatMap((one) => this.ofProperty(one, value, path));
  }

  private ofUnion(type: ts.UnionType, value: unknown, path: string): string[] {
    // JSON knows no undefined: what the types call optional, Clerk sends as null.
    const optional = type.types.some((one) => one.flags & ts.TypeFlags.Undefined);
    if (optional && value === null) return [];
    const tried = type.types.map((one) => this.differences(one, value, path));
    if (tried.some((differences) => differences.length === 0)) return [];
    // The member that was meant is the one that says more than "something else entirely".
    const meant = tried.find((_, index) => {
      const member = type.types[index];
      return member && this.isObjectType(member) && typeof value === "object" && value !== null;
    });
    return meant ?? [this.complaint(type, value, path)];
  }

  private ofArray(type: ts.Type, value: object, path: string): string[] {
    if (!Array.isArray(value)) return [`${path} is no list`];
    const [item] = this.checker.getTypeArguments(type as ts.TypeReference); // Guarantee: an array type is a reference.
    if (!item) return [];
    return value.flatMap((one, index) => this.differences(item, one, `${path}[${index}]`));
  }

  private ofProperty(property: ts.Symbol, value: object, path: string): string[] {
    const declaration = property.valueDeclaration;
    const modifiers = declaration ? ts.getCombinedModifierFlags(declaration) : 0;
    if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return [];
    const type = this.checker.getTypeOfSymbol(property);
    if (type.getCallSignatures().length > 0 || property.name === "raw") return [];
    const here = `${path}.${property.name}`;
    if (NEVER_SENT.some((one) => here.endsWith(one))) return [];
    const inner: unknown = Reflect.get(value, property.name);
    if (inner === undefined && property.flags & ts.SymbolFlags.Optional) return [];
    return this.differences(type, inner, here);
  }

  private isObjectType(type: ts.Type): boolean {
    return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
  }

  private isPrimitive(type: ts.Type, value: unknown): boolean {
    if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value;
    const flags = type.flags;
    if (flags & ts.TypeFlags.BooleanLiteral) {
      return String(value) === this.checker.typeToString(type) && typeof value === "boolean";
    }
    if (flags & ts.TypeFlags.StringLike) return typeof value === "string";
    if (flags & ts.TypeFlags.NumberLike) return typeof value === "number";
    if (flags & ts.TypeFlags.BooleanLike) return typeof value === "boolean";
    if (flags & ts.TypeFlags.Null) return value === null;
    if (flags & ts.TypeFlags.NonPrimitive) return typeof value === "object" && value !== null;
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return value === undefined;
    return false;
  }

  private complaint(type: ts.Type, value: unknown, path: string): string {
    const shown = value === undefined ? "undefined" : JSON.stringify(value);
    return `${path} is ${shown}, declared ${this.checker.typeToString(type)}`;
  }
}

function isDeleted(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && /DeletedObject$/.test(value.constructor.name)
  );
}

/** Clerk counts milliseconds; what somebody stored in metadata is theirs. */
function wrongTimes(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => wrongTimes(one, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (/metadata$|^_raw$|^claims$/i.test(name)) return [];
    const here = `${path}.${name}`;
    if (!/At$/.test(name) || typeof inner !== "number") return wrongTimes(inner, here);
    return inner > MS_2020 && inner < MS_2100 ? [] : [`${here} is ${inner}, no time in ms`];
  });
}
