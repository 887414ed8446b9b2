import { CST, Lexer } from 'yaml';

/** Depth that no file of people needs, and that a parser's stack bears. */
export const MAX_DEPTH = 32;
/** Each column of indentation may be a level of its own. */
const MAX_INDENTATION = 120;

/** Where a file nests too deep. Line and column count from 1. */
export interface DeepPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds nesting beyond all need before the file is parsed: parsers of YAML call themselves once a level, and die
 * with the process on a file made for that. Counts open brackets and, outside of them, the indicators of one line
 * (`- - - x`) and its indentation. Undefined when all is well.
 */
export function tooDeep(text: string): DeepPlace | undefined {
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
        open = Math.max(0, open - 1);
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        if (open === 0) inLine++;
        break;
      default:
        break;
    }
    const isIndentation = type === 'space' && column === 1;
    if (open + inLine > MAX_DEPTH || (isIndentation && lexeme.length > MAX_INDENTATION)) return { line, column };
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
