/** An expression of the template language, as it was parsed. `at` counts characters from 1. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number; readonly at: number }
  | {
      readonly kind: 'call';
      /** As written; `namespace.name` for functions of the template. */
      readonly name: string;
      readonly args: readonly Expression[];
      readonly at: number;
    }
  | {
      readonly kind: 'index';
      readonly of: Expression;
      readonly index: Expression;
      /** `.?name` and `[?index]`: null instead of a fault where there is no such member. */
      readonly isSafe: boolean;
      readonly at: number;
    };

/** A call of a function. */
export type Call = Extract<Expression, { readonly kind: 'call' }>;

/** What a text of a template is: a text, or an expression between brackets. */
export type TemplateText =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'expression'; readonly source: string };

/** `[...]` is an expression, `[[...]` the text `[...]`; anything else is the text that it is. */
export function readText(text: string): TemplateText {
  if (!text.startsWith('[') || !text.endsWith(']')) return { kind: 'text', text };
  if (text.startsWith('[[')) return { kind: 'text', text: text.slice(1) };
  return { kind: 'expression', source: text };
}

/** The text that `readText` reads as this text. */
export function escapeText(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? `[${text}` : text;
}
