import JSON5 from 'json5';
import { refusal } from '#libs/refusal';
import { MAX_BODY_DEPTH, tooDeep } from '../arm/json-body.js';
import { RefusalError } from '../errors/refusal-error.js';

/**
 * Reads bodies of deployments (ARM-31): clients splice the text of a template into them as it is, behind a key
 * without quotation marks. Taken beyond JSON: comments, keys without quotation marks, trailing commas, single
 * quotation marks, and texts that go on over several lines. Throws RefusalError `invalid-body`.
 */
export function parseLenientJson(text: string): unknown {
  const scanned = scan(text);
  try {
    // Most bodies are plain JSON, which is read many times as fast.
    return scanned.isPlain ? (JSON.parse(scanned.text) as unknown) : parseJson5(scanned.text);
  } catch {
    return parseJson5(scanned.text);
  }
}

function parseJson5(text: string): unknown {
  try {
    const value: unknown = JSON5.parse(text);
    requireFinite(value);
    return value;
  } catch (error) {
    if (error instanceof RefusalError) throw error;
    const reason = (error as Error).message.replace(/^JSON5: /, '');
    throw new RefusalError(refusal('invalid-body', `it is not JSON (${reason})`));
  }
}

/** Infinity and NaN are numbers of the grammar, and of no JSON document. The depth was checked before. */
function requireFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RefusalError(refusal('invalid-body', 'it has a number that is not finite'));
  }
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(requireFinite);
}

interface Scanned {
  readonly text: string;
  readonly isPlain: boolean;
}

/** Escapes line breaks within texts, and refuses what is nested too deeply, comments and texts left aside. */
function scan(text: string): Scanned {
  let depth = 0;
  let isPlain = true;
  let result = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const { end, escaped } = readText(text, at);
      if (character === "'") isPlain = false;
      if (escaped !== undefined) {
        result += text.slice(copied, at) + escaped;
        copied = end;
      }
      at = end;
      continue;
    }
    if (character === '/') {
      isPlain = false;
      at = commentEnd(text, at);
      continue;
    }
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > MAX_BODY_DEPTH) throw tooDeep();
    at++;
  }
  return { text: result + text.slice(copied), isPlain };
}

/** Where a text ends that begins at a quotation mark; and the text with its line breaks escaped, if it has any. */
function readText(text: string, start: number): { readonly end: number; readonly escaped?: string } {
  const quote = text.charAt(start);
  let hasBreaks = false;
  let at = start + 1;
  for (; at < text.length && text.charAt(at) !== quote; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '\n' || character === '\r') hasBreaks = true;
  }
  const end = Math.min(at + 1, text.length);
  if (!hasBreaks) return { end };
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };
  const escaped = text.slice(start, end).replace(/\\[^]|[\r\n]/g, (match) => escapes[match] ?? match);
  return { end, escaped };
}

function commentEnd(text: string, at: number): number {
  const next = text.charAt(at + 1);
  const end = next === '/' ? text.indexOf('\n', at) : next === '*' ? text.indexOf('*/', at + 2) : at;
  if (end === -1) return text.length;
  return next === '*' ? end + 2 : end + 1;
}
