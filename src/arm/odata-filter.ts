import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';

/** One condition of a filter; all of them have to hold. */
export type FilterClause =
  | {
      readonly kind: 'comparison';
      /** In lower case. */
      readonly member: string;
      readonly operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
      readonly value: string;
    }
  | {
      readonly kind: 'call';
      /** In lower case. */
      readonly name: string;
      readonly argument: string | undefined;
    };

/** Longest filter read. Unit: characters. */
const MAX_LENGTH = 4_096;

const COMPARISON = /^([a-z][\w/.]*) +(eq|ne|gt|ge|lt|le) +(?:'((?:[^']|'')*)'|([^\s']+))$/i;
const CALL = /^([a-z]\w*)\( *(?:'((?:[^']|'')*)')? *\)$/i;

/**
 * The conditions of a `$filter` that are joined by `and`, as far as Azure Resource Manager knows them: comparisons
 * with one value, and functions of at most one text. Texts double their quotes. Throws RefusalError
 * `invalid-parameter` on anything else: a condition that is not understood must not be passed over.
 */
export function filterClauses(filter: string): readonly FilterClause[] {
  if (filter.trim() === '') return [];
  if (filter.length > MAX_LENGTH) throw notUnderstood(`it is longer than ${MAX_LENGTH} characters`);
  return conjuncts(filter).map(clauseOf);
}

/** The refusal of a condition that a list does not know. */
export function notUnderstood(detail: string): RefusalError {
  return new RefusalError(refusal('invalid-parameter', `$filter: ${detail}`, { target: '$filter' }));
}

function clauseOf(text: string): FilterClause {
  const comparison = COMPARISON.exec(text);
  if (comparison !== null) {
    const [, member = '', operator = 'eq', quoted, bare = ''] = comparison;
    return {
      kind: 'comparison',
      member: member.toLowerCase(),
      operator: operator.toLowerCase() as 'eq',
      value: quoted === undefined ? bare : unquoted(quoted),
    };
  }
  const call = CALL.exec(text);
  if (call === null) throw notUnderstood(`${JSON.stringify(text.slice(0, 100))} is not understood`);
  const [, name = '', argument] = call;
  return {
    kind: 'call',
    name: name.toLowerCase(),
    argument: argument === undefined ? undefined : unquoted(argument),
  };
}

/** Splits at `and` outside of texts. */
function conjuncts(filter: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of filter.match(/'(?:[^']|'')*'|\s+and\s+|[\s\S]/gi) ?? []) {
    if (/^\s+and\s+$/i.test(piece)) {
      parts.push(part.trim());
      part = '';
    } else part += piece;
  }
  return [...parts, part.trim()];
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
