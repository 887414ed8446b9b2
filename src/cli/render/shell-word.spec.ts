import { expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

it.each([
  ['/home/me/.torpor/tls/a.pem', '/home/me/.torpor/tls/a.pem'],
  ['/home/my torpor', "'/home/my torpor'"],
  ["it's $HOME", "'it'\\''s $HOME'"],
  ['', "''"],
])('%s is one word of a shell', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
