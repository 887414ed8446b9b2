import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xmlDocument } from './xml.js';

// fast-check prints the seed with every counterexample.
const SEED = 20_250_211;

const PLAIN: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#10': '\n',
  '#13': '\r',
  '#9': '\t',
};

/** What a reader of XML makes of text: entities are what they stand for. */
const read = (text: string): string => text.replace(/&([^;]*);/g, (_all, name: string) => PLAIN[name] ?? '!');

/** Halves of surrogate pairs become what stands for the unreadable. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

describe('xmlDocument', () => {
  it('indents elements, and leaves text as it is', () => {
    const document = xmlDocument({
      name: 'a',
      attributes: { n: 1, left: undefined },
      children: [{ name: 'b' }, { name: 'c', children: ['x < y'] }],
    });
    expect(document).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<a n="1">\n  <b/>\n  <c>x &lt; y</c>\n</a>\n',
    );
  });

  it.each([
    ['"&<>\n', '&quot;&amp;&lt;&gt;&#10;'],
    ['\u0000\u001b[31m\uffff', '\ufffd\ufffd[31m\ufffd'],
    ['\ud83d\ude00 \ud83d \ude00', '\ud83d\ude00 \ufffd \ufffd'],
  ])('writes %j so that it can be read', (text, written) => {
    expect(xmlDocument({ name: 'a', attributes: { t: text }, children: [text] })).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<a t="${written}">${written}</a>\n`,
    );
  });

  it('loses nothing of any text that XML can hold, and lets none break out', () => {
    // Code units rather than characters: halves of surrogate pairs come up as well.
    const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyText, (text) => {
        const document = xmlDocument({ name: 'a', attributes: { t: text } });
        const [, value = '!'] = /^<\?[^\n]*\n<a t="([^"<>]*)"\/>\n$/.exec(document) ?? [];
        const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
        expect(read(value)).toBe(wellFormed(text).replace(impossible, '\ufffd'));
      }),
      { seed: SEED },
    );
  });
});
