import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { findExcess, MAX_REFERENCES } from './yaml-excess.js';

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with a file. `field` is a path such as `select.tag.name`; empty for the file as a whole. */
export interface FileFault extends Place {
  readonly field: string;
  readonly message: string;
}

export type FieldPath = readonly (string | number)[];

/** A file that could be read as one YAML (or JSON) document of plain data. */
export interface YamlSource {
  readonly value: unknown;
  /** Where a field stands; where it is missing, the nearest thing around it. */
  locate(path: FieldPath): Place;
  /** Where the name of a member stands. */
  locateKey(path: FieldPath): Place;
}

export type YamlReading =
  | { readonly kind: 'read'; readonly source: YamlSource }
  | { readonly kind: 'unreadable'; readonly faults: readonly FileFault[] };

/** Files of people are far smaller. Unit: bytes. */
export const MAX_FILE_BYTES = 2 ** 20;

const ALIAS_FAULT = 'aliases that multiply beyond measure';

/** Reads a file whole or not at all. Anything but plain data is refused, and so are files made to exhaust memory. */
export function readYaml(bytes: Uint8Array): YamlReading {
  if (bytes.length > MAX_FILE_BYTES) {
    return unreadable(`the file has ${bytes.length} bytes, more than the ${MAX_FILE_BYTES} allowed`);
  }
  const text = decode(bytes);
  if (text === undefined) return unreadable('the file is not text in UTF-8');
  const excess = findExcess(text);
  if (excess !== undefined) return unreadable(excess.message, excess);
  const lines = new LineCounter();
  // The parser's own look for repeated names takes time with the square of their number.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const place = placeIn(lines);
  const faults = documentFaults(document, place);
  if (faults.length > 0) return { kind: 'unreadable', faults };
  try {
    const value = document.toJS({ maxAliasCount: MAX_REFERENCES }) as unknown;
    const root = document.contents ?? undefined;
    const source: YamlSource = {
      value,
      locate: (path) => place(nodeAt(root, path)),
      locateKey: (path) => place(keyAt(root, path)),
    };
    return { kind: 'read', source };
  } catch (error) {
    if (error instanceof ReferenceError) return unreadable(ALIAS_FAULT);
    throw error;
  }
}

function placeIn(lines: LineCounter): (node: Node | undefined) => Place {
  return (node) => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

/** What is wrong with the YAML itself; one kind of fault at a time, since one breeds the others. */
function documentFaults(document: Document, place: (node: Node) => Place): readonly FileFault[] {
  const faults = syntaxFaults(document);
  if (faults.length > 0) return faults;
  const aliases = aliasFaults(document, place);
  if (aliases.length > 0) return aliases;
  return repeatedKeys(document).map((key) => ({
    ...place(key),
    field: String(key.value),
    message: 'is given twice',
  }));
}

function syntaxFaults({ errors, warnings }: Document): readonly FileFault[] {
  return [...errors, ...warnings].map(({ code, linePos, message }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    field: '',
    // The parser's own words speak to programmers here.
    message:
      code === 'MULTIPLE_DOCS'
        ? 'more than one document'
        : (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, ''),
  }));
}

function aliasFaults(document: Document, place: (node: Node) => Place): readonly FileFault[] {
  const faults: FileFault[] = [];
  visit(document, {
    Alias: (_, alias, around) => {
      const target = alias.resolve(document);
      if (target !== undefined && !around.includes(target)) return;
      const message =
        target === undefined ? 'there is no such anchor before it' : 'stands for what it is a part of';
      faults.push({ ...place(alias), field: `*${alias.source}`, message });
    },
  });
  return faults;
}

function repeatedKeys(document: Document): readonly Scalar[] {
  const repeated: Scalar[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeated.push(key);
        seen.add(key.value);
      }
    },
  });
  return repeated;
}

function unreadable(message: string, { line, column }: Place = { line: 1, column: 1 }): YamlReading {
  return { kind: 'unreadable', faults: [{ line, column, field: '', message }] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The node of a field, or the innermost one around it that exists. */
function nodeAt(root: Node | undefined, path: FieldPath): Node | undefined {
  let node = root;
  for (const part of path) {
    const child: unknown = isMap(node) || isSeq(node) ? node.get(part, true) : undefined;
    if (!isNode(child)) break;
    node = child;
  }
  return node;
}

function keyAt(root: Node | undefined, path: FieldPath): Node | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const name = path.at(-1);
  if (!isMap(parent)) return parent;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
  return isNode(pair?.key) ? pair.key : parent;
}
