import type { Budget } from '../budget.js';
import type { JsonValue } from '../json-value.js';
import { type Args, shownText } from './template-function.js';

const PLACEHOLDER = /\{\{|\}\}|\{(\d{1,4})(?:,(-?\d{1,4}))?(?::([^{}]{0,40}))?\}|[{}]/g;

/**
 * `format('{0}-{1:D3}', ...)`: composite formatting, with width, and for integers the forms D, N, X and `000`.
 * Throws TemplateFault on other forms.
 */
export function formatted(args: Args, budget: Budget): string {
  const text = args.text(0);
  let result = '';
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, index, width, form] = match;
    result += text.slice(at, match.index);
    at = match.index + whole.length;
    if (whole === '{{' || whole === '}}') result += whole.charAt(0);
    else if (index === undefined) throw args.fault('is given a format with an unmatched brace');
    else result += placed(args, Number(index) + 1, form, width);
    budget.reserve(result.length);
  }
  return result + text.slice(at);
}

function placed(args: Args, at: number, form: string | undefined, width: string | undefined): string {
  if (at >= args.count) throw args.fault(`has no argument for {${at - 1}}`);
  const value = args.any(at);
  const text = form === undefined || form === '' ? shownText(value) : numberText(args, value, form);
  const columns = Number(width ?? 0);
  return columns >= 0 ? text.padStart(columns) : text.padEnd(-columns);
}

function numberText(args: Args, value: JsonValue, form: string): string {
  // Forms are for numbers; texts are written as they are.
  if (typeof value !== 'number') return shownText(value);
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value));
  if (/^0+$/.test(form)) return sign + digits.padStart(form.length, '0');
  const [, letter = '', precision = ''] = /^([dnx])(\d{0,2})$/i.exec(form) ?? [];
  switch (letter) {
    case 'd':
    case 'D':
      return sign + digits.padStart(Number(precision), '0');
    case 'n':
    case 'N': {
      const decimals = precision === '' ? 2 : Number(precision);
      const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
      return sign + grouped + (decimals === 0 ? '' : `.${'0'.repeat(decimals)}`);
    }
    case 'x':
    case 'X': {
      if (value < 0) throw args.fault('writes no negative integers in hexadecimal');
      const hex = value.toString(16).padStart(Number(precision), '0');
      return letter === 'X' ? hex.toUpperCase() : hex;
    }
    default:
      throw args.fault('is given a format that is not emulated');
  }
}
