import { expect, it } from 'vitest';
import { embeddedJson } from './embedded-json.js';

it('embeds JSON that ends no element and reads back as it was', () => {
  const value = { text: '</script><!--&\u2028\u2029', list: [1, 2.5, null] };
  const text = embeddedJson(value);
  expect(text).toBe(
    String.raw`{"text":"\u003c/script\u003e\u003c!--\u0026\u2028\u2029","list":[1,2.5,null]}`,
  );
  expect(JSON.parse(text)).toEqual(value);
});
