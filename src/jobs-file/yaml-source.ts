import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';

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
export const MAX_FILE_BYTES = 4 * 2 ** 20;
/** Aliases may repeat parts of a file; nested ones multiply, so few are allowed. */
const MAX_ALIASES = 100;
const MAX_DEPTH = 32;

/** Reads a file whole or not at all. Tags beyond plain data are refused, and so are bombs of aliases. */
export function readYaml(bytes: Uint8Array): YamlReading {
  if (bytes.length > MAX_FILE_BYTES) {
    return unreadable(`the file has ${bytes.length} bytes, more than the ${MAX_FILE_BYTES} allowed`);
  }
  const text = decode(bytes);
  if (text === undefined) return unreadable('the file is not text in UTF-8');
  const nesting = nestingFault(text);
  if (nesting !== undefined) return { kind: 'unreadable', faults: [nesting] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const problems = [...document.errors, ...document.warnings].map(({ linePos, message }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    field: '',
    message: (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, ''),
  }));
  if (problems.length > 0) return { kind: 'unreadable', faults: problems };
  const bomb = aliasFault(document.contents, lines);
  if (bomb !== undefined) return { kind: 'unreadable', faults: [bomb] };
  return {
    kind: 'read',
    source: {
      value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
      locate: (path) => placeOf(nodeAt(document.contents, path), lines),
      locateKey: (path) => placeOf(keyAt(document.contents, path), lines),
    },
  };
}

function unreadable(message: string): YamlReading {
  return { kind: 'unreadable', faults: [{ line: 1, column: 1, field: '', message }] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
