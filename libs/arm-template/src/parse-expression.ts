import type { Expression } from './expression.js';
import { LIMITS } from './limits.js';
import { TemplateFault } from './template-fault.js';
import { tokenize, type Token } from './tokenize.js';

/**
 * Parses `[...]`. Grammar: a literal or a call, followed by any number of `.name`, `.?name`, `[index]` and
 * `[?index]`. Throws TemplateFault with the position.
 */
export function parseExpression(source: string): Expression {
  if (source.length > LIMITS.expressionLength) {
    throw new TemplateFault(`an expression has more than ${LIMITS.expressionLength} characters`);
  }
  return new Parser(source, tokenize(source, 1, source.length - 1)).parse();
}

class Parser {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly source: string,
    private readonly tokens: readonly Token[],
  ) {}

  parse(): Expression {
    const expression = this.#expression();
    const rest = this.tokens[this.#at];
    if (rest !== undefined) throw this.#unexpected('the end');
    return expression;
  }

  #expression(): Expression {
    this.#depth++;
    if (this.#depth > LIMITS.expressionDepth) {
      throw new TemplateFault(
        `the expression is nested deeper than ${LIMITS.expressionDepth} levels`,
        undefined,
        this.#position(),
      );
    }
    let expression = this.#primary();
    for (let members = 0; ; members++) {
      const next = this.#member(expression);
      if (next === undefined) break;
      if (members > LIMITS.expressionDepth) {
        throw new TemplateFault(
          'the expression has too long a chain of members',
          undefined,
          this.#position(),
        );
      }
      expression = next;
    }
    this.#depth--;
    return expression;
  }

  #primary(): Expression {
    const token = this.tokens[this.#at];
    if (token?.kind === 'string' || token?.kind === 'integer') {
      this.#at++;
      return { kind: 'literal', value: token.value, at: token.at };
    }
    if (token?.kind !== 'name') throw this.#unexpected('a function, a text or an integer');
    this.#at++;
    let name = token.value;
    if (this.#takes('.')) name += `.${this.#name()}`;
    if (!this.#takes('(')) throw this.#unexpected(`( after ${name}`);
    return { kind: 'call', name, args: this.#args(), at: token.at };
  }

  #args(): readonly Expression[] {
    const args: Expression[] = [];
    if (this.#takes(')')) return args;
    do args.push(this.#expression());
    while (this.#takes(','));
    if (!this.#takes(')')) throw this.#unexpected(', or )');
    return args;
  }

  /** The member of an expression that follows it, if there is one. */
  #member(of: Expression): Expression | undefined {
    const at = this.#position();
    if (this.#takes('.')) {
      const isSafe = this.#takes('?');
      const nameAt = this.#position();
      return { kind: 'index', of, index: { kind: 'literal', value: this.#name(), at: nameAt }, isSafe, at };
    }
    if (!this.#takes('[')) return undefined;
    const isSafe = this.#takes('?');
    const index = this.#expression();
    if (!this.#takes(']')) throw this.#unexpected(']');
    return { kind: 'index', of, index, isSafe, at };
  }

  #name(): string {
    const token = this.tokens[this.#at];
    if (token?.kind !== 'name') throw this.#unexpected('a name');
    this.#at++;
    return token.value;
  }

  #takes(mark: string): boolean {
    const token = this.tokens[this.#at];
    if (token?.kind !== 'mark' || token.value !== mark) return false;
    this.#at++;
    return true;
  }

  #position(): number {
    return this.tokens[this.#at]?.at ?? this.source.length;
  }

  #unexpected(expected: string): TemplateFault {
    const token = this.tokens[this.#at];
    const found = token === undefined ? 'the end of the expression' : `'${String(token.value).slice(0, 40)}'`;
    return new TemplateFault(
      `the expression is not valid: ${expected} is expected, ${found} found`,
      undefined,
      this.#position(),
    );
  }
}
