import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';

/**
 * A document as plain data. A mapping with whole numbers for names is a `Map`, since an object would sort them and the
 * order of a mix is the order of its draw; any other mapping is an object.
 */
export type Tree = null | string | number | boolean | readonly Tree[] | TreeMap | TreeMembers;
export type TreeMap = ReadonlyMap<string, Tree>;
export interface TreeMembers {
  readonly [name: string]: Tree;
}

export type TreePath = readonly (string | number)[];

const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/;

/** Reads text that is known to be sound YAML. */
export function treeOf(text: string): Tree {
  const document = parseDocument(text, { uniqueKeys: false });
  return convert(document, document.contents);
}

function convert(document: Document, node: unknown): Tree {
  if (isAlias(node)) return convert(document, node.resolve(document));
  if (isSeq(node)) return node.items.map((item) => convert(document, item));
  if (isMap(node)) {
    return membersOf(
      node.items.map(({ key, value }): readonly [string, Tree] => [nameOf(key), convert(document, value)]),
    );
  }
  return isScalar(node) ? scalarOf(node.value) : null;
}

/** A name as it is written: `6.10` stays what it is. */
function nameOf(key: unknown): string {
  if (!isScalar(key)) return String(key);
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function scalarOf(value: unknown): Tree {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

export function membersOf(entries: readonly (readonly [string, Tree])[]): TreeMap | TreeMembers {
  return entries.some(([name]) => WHOLE_NUMBER.test(name)) ? new Map(entries) : Object.fromEntries(entries);
}

export function isMembers(tree: unknown): tree is TreeMembers {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) && !(tree instanceof Map);
}

/** Names and values of a mapping; `undefined` for anything else. */
export function entriesOf(tree: unknown): readonly (readonly [string, Tree])[] | undefined {
  if (tree instanceof Map) return [...(tree as TreeMap)];
  return isMembers(tree) ? Object.entries(tree) : undefined;
}

/** The child of this name or position; `undefined` where there is none. */
export function childOf(tree: Tree | undefined, part: string | number): Tree | undefined {
  if (Array.isArray(tree)) return (tree as readonly Tree[])[Number(part)];
  if (tree instanceof Map) return (tree as TreeMap).get(String(part));
  return isMembers(tree) && Object.hasOwn(tree, part) ? tree[part] : undefined;
}

export function valueAt(tree: Tree, path: TreePath): Tree | undefined {
  return path.reduce<Tree | undefined>(childOf, tree);
}

/** The tree with another value at a path; mappings on the way are made. `undefined` where a plain value stands in it. */
export function withValueAt(tree: Tree | undefined, path: TreePath, value: Tree): Tree | undefined {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(tree)) {
    const index = Number(part);
    if (!Number.isInteger(index) || index < 0 || index > tree.length) return undefined;
    const child = withValueAt(tree[index] as Tree | undefined, rest, value);
    return child === undefined ? undefined : (tree as readonly Tree[]).toSpliced(index, 1, child);
  }
  const entries = tree === undefined || tree === null ? [] : entriesOf(tree);
  if (entries === undefined) return undefined;
  const child = withValueAt(childOf(tree, part), rest, value);
  if (child === undefined) return undefined;
  const name = String(part);
  const isKnown = entries.some(([known]) => known === name);
  return membersOf(
    isKnown
      ? entries.map((entry) => (entry[0] === name ? [name, child] : entry))
      : [...entries, [name, child]],
  );
}

/** The tree without one member. */
export function withoutMember(tree: Tree, path: TreePath): Tree {
  const parent = valueAt(tree, path.slice(0, -1));
  const name = String(path.at(-1));
  const rest = entriesOf(parent)?.filter(([known]) => known !== name);
  return rest === undefined ? tree : (withValueAt(tree, path.slice(0, -1), membersOf(rest)) ?? tree);
}

/** A path as people write it: `axes.seed[1].days`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`,
    )
    .join('');
}
