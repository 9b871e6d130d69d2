import { posix } from 'node:path';
import { builtinModules } from 'node:module';
import { parseSync } from 'vite';
import type { SourceFile } from './source.ts';

/** One place where a file names another module, in any way the language has. */
export interface Import {
  readonly specifier: string;
  /** The compiler removes it: nothing of the other module runs. */
  readonly typeOnly: boolean;
  /** Counted from 1. */
  readonly line: number;
  readonly target: Target;
}

export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string };

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/**
 * @returns every import of a file: import and export statements, `import()`, `import('…').Type`, `require()`
 * @throws Error when the file cannot be parsed
 */
export function importsOf(file: SourceFile): Import[] {
  const parsed = parseSync(file.path, file.text);
  const first = parsed.errors[0];
  if (first !== undefined) throw new Error(`${file.path}: ${first.message}`);
  const found: Import[] = [];
  visit(parsed.program, (node) => {
    const named = moduleNamedBy(node);
    if (named === undefined) return;
    const line = file.text.slice(0, node.start).split('\n').length;
    found.push({ ...named, line, target: resolve(file.path, named.specifier) });
  });
  return found;
}

function moduleNamedBy(node: Node): Pick<Import, 'specifier' | 'typeOnly'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const specifier = literal(node['source']);
      const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type';
      return specifier === undefined ? undefined : { specifier, typeOnly };
    }
    case 'ImportExpression': {
      const specifier = literal(node['source']);
      return specifier === undefined ? undefined : { specifier, typeOnly: false };
    }
    case 'TSImportType': {
      const specifier = literal(node['source'] ?? node['argument']);
      return specifier === undefined ? undefined : { specifier, typeOnly: true };
    }
    case 'CallExpression': {
      const callee = node['callee'] as Node;
      const [argument] = node['arguments'] as unknown[];
      const specifier = callee.type === 'Identifier' && callee['name'] === 'require' ? literal(argument) : undefined;
      return specifier === undefined ? undefined : { specifier, typeOnly: false };
    }
    default:
      return undefined;
  }
}

/** @returns the text of a string literal, also when wrapped in a type */
function literal(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const node = value as Node;
  if (node.type === 'TSLiteralType') return literal(node['literal']);
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function visit(value: unknown, seen: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, seen);
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') seen(value as Node);
    for (const item of Object.values(value)) visit(item, seen);
  }
}

/**
 * Resolves as package.json's "imports" and Node do, without looking at the disk.
 * @param from path of the importing file from the checkout's top
 */
export function resolve(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.normalize(posix.join(posix.dirname(from), specifier)) };
  }
  if (specifier.startsWith('#')) return { kind: 'file', path: specifier.slice(1) };
  const bare = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return { kind: 'node', name: bare };
  const parts = specifier.split('/');
  return { kind: 'package', name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
