import { describe, expect, it } from 'vitest';
import { embeddedJson, escaped, html, maybe, NOTHING } from './markup.js';

describe('html', () => {
  it('escapes texts, takes markup as it is, and joins lists', () => {
    const inner = html`<b title="${'"quoted"'}">${'<script>'}</b>`;
    expect(html`<p>${inner}${['a&b', html`<i>${1}</i>`]}${NOTHING}</p>`.text).toBe(
      '<p><b title="&quot;quoted&quot;">&lt;script&gt;</b>a&amp;b<i>1</i></p>',
    );
  });

  it('shows what may be absent only where it is there', () => {
    const show = (text: string) => html`<i>${text}</i>`;
    expect([maybe('a', show).text, maybe<string>(undefined, show).text]).toEqual(['<i>a</i>', '']);
  });
});

it.each([
  [`<>&"'`, '&lt;&gt;&amp;&quot;&#39;'],
  ['a\u0000b\u001bc\u009bd\te\nf', 'a\ufffdb\ufffdc\ufffdd\te\nf'],
])('escapes %j', (text, expected) => {
  expect(escaped(text)).toBe(expected);
});

it('embeds JSON that ends no element and reads back as it was', () => {
  const value = { text: '</script><!--&\u2028\u2029', list: [1, 2.5, null] };
  const text = embeddedJson(value);
  expect(text).toBe(
    String.raw`{"text":"\u003c/script\u003e\u003c!--\u0026\u2028\u2029","list":[1,2.5,null]}`,
  );
  expect(JSON.parse(text)).toEqual(value);
});
