import { expect, it } from 'vitest';
import { prefersHtml } from './preferred-format.js';

it.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['application/json', false],
  ['text/html', true],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['application/json, text/html', false],
  ['application/json;q=0.5, Text/HTML', true],
  ['text/html;q=0', false],
  ['text/html;q=rubbish', false],
])('Accept: %s', (accept, expected) => {
  expect(prefersHtml(accept)).toBe(expected);
});
