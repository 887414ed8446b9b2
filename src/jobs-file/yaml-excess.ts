import { CST, Lexer } from 'yaml';

/** Depth that no file of people needs, and that a parser's stack bears. */
const MAX_DEPTH = 32;
/** Each column of indentation may be a level of its own. */
const MAX_INDENTATION = 120;
/** Anchors, aliases and tags of a whole file, each. Nested aliases multiply, so few are allowed. */
export const MAX_REFERENCES = 100;

/** Where a file has more of something than is borne. Line and column count from 1. */
export interface Excess {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Finds what would exhaust a parser before one runs: parsers of YAML call themselves once a level, and take long
 * over many references. Depth is the count of open brackets and, outside of them, of the indicators in one line
 * (`- - - x`), with its indentation. Undefined when all is well.
 */
export function findExcess(text: string): Excess | undefined {
  const counted = { anchor: 0, alias: 0, tag: 0 };
  let [open, inLine, line, column] = [0, 0, 1, 1];
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    switch (type) {
      // Marks of the lexer's own, not in the text.
      case 'doc-mode':
      case 'flow-error-end':
      case 'scalar':
        continue;
      case 'flow-map-start':
      case 'flow-seq-start':
        open++;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        if (open === 0) return { line, column, message: `"${lexeme}" closes nothing` };
        open--;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        if (open === 0) inLine++;
        break;
      case 'anchor':
      case 'alias':
      case 'tag':
        if (++counted[type] > MAX_REFERENCES) {
          return { line, column, message: `more than ${MAX_REFERENCES} anchors, aliases or tags` };
        }
        break;
      default:
        break;
    }
    // The text of a block (`|`, `>`) is one lexeme that begins with spaces, too.
    const isIndentation = type === 'space' && column === 1 && lexeme.trim() === '';
    const isIndentedTooFar = isIndentation && lexeme.length > MAX_INDENTATION;
    if (open + inLine > MAX_DEPTH || isIndentedTooFar) return { line, column, message: 'nested too deep' };
    const lastBreak = lexeme.lastIndexOf('\n');
    if (lastBreak === -1) {
      column += lexeme.length;
    } else {
      line += lexeme.split('\n').length - 1;
      column = lexeme.length - lastBreak;
      inLine = 0;
    }
  }
  return undefined;
}
