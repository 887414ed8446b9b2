import { expect, it } from 'vitest';
import { textWidth, wrapped } from './wrap.js';

it.each([
  ['a bb ccc', { width: 4 }, ['a bb', 'ccc']],
  ['a bb ccc', { width: 6, indent: '  ' }, ['  a bb', '  ccc']],
  ['a bb ccc', { width: 6, indent: '    ', first: '  - ' }, ['  - a', '    bb', '    ccc']],
  ['unbreakable word', { width: 5 }, ['unbreakable', 'word']],
  ['', { width: 5, indent: ' ' }, [' ']],
  ['a', { width: 1, indent: '   ' }, ['   a']],
])('%j within %j', (text, options, lines) => {
  expect(wrapped(text, options)).toEqual(lines);
});

it.each([
  [undefined, 100],
  [20, 40],
  [80, 80],
  [240, 100],
])('on %s columns a text takes %i', (columns, width) => {
  expect(textWidth(columns)).toBe(width);
});
