/** What a source file imports and touches, read from its syntax tree. */
import { parseSync, Visitor } from "oxc-parser";

export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Facts {
  /** As written; undefined for a dynamic import whose target is computed. */
  readonly imports: readonly (string | undefined)[];
  readonly readsEnvironment: boolean;
  readonly usesConsole: boolean;
  readonly exportsDefault: boolean;
}

export function readFacts(file: SourceFile): Facts {
  const { program, errors } = parseSync(file.path, file.text, { preserveParens: false });
  if (errors.length > 0) throw new Error(`${file.path} cannot be read: ${errors[0]?.message}`);
  const imports: (string | undefined)[] = [];
  const facts = { readsEnvironment: false, usesConsole: false, exportsDefault: false };
  const visitor = new Visitor({
    ImportDeclaration: (node) => void imports.push(node.source.value),
    ExportAllDeclaration: (node) => void imports.push(node.source.value),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) imports.push(node.source.value);
      facts.exportsDefault ||= node.specifiers.some(
        ({ exported }) => exported.type === "Identifier" && exported.name === "default",
      );
    },
    ExportDefaultDeclaration: () => {
      facts.exportsDefault = true;
    },
    ImportExpression: ({ source }) => void imports.push(stringOf(source)),
    TSImportType: ({ source }) => void imports.push(source.value),
    TSImportEqualsDeclaration: ({ moduleReference }) => {
      if (moduleReference.type === "TSExternalModuleReference")
        imports.push(moduleReference.expression.value);
    },
    MemberExpression: ({ object, property, computed }) => {
      const name = computed ? stringOf(property) : "name" in property ? property.name : undefined;
      facts.readsEnvironment ||= name === "env" && lastName(object) === "process";
      facts.usesConsole ||= lastName(object) === "console";
    },
    VariableDeclarator: ({ id, init }) => {
      const takesProcessApart = id.type === "ObjectPattern" && init !== null && lastName(init) === "process";
      facts.readsEnvironment ||= takesProcessApart;
    },
  });
  visitor.visit(program);
  return { imports, ...facts };
}

function stringOf(node: { readonly type: string; readonly value?: unknown }): string | undefined {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

/** `process` for both `process` and `globalThis.process`. */
function lastName(node: object): unknown {
  const named = "property" in node ? node.property : node;
  return typeof named === "object" && named !== null && "name" in named ? named.name : undefined;
}
