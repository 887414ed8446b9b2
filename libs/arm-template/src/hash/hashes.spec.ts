import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { namedGuid } from './guid.js';
import { murmur64, uniqueString } from './murmur64.js';
import { utf8Bytes, utf8Text } from './utf8.js';

describe('uniqueString', () => {
  it('ASSUME-34 gives what people have seen Azure give', () => {
    expect(uniqueString(['tyeth'])).toBe('zcztcwvu6iyg6');
    expect(uniqueString(['hello', 'world'])).toBe('a7wkljktk6wne');
    expect(murmur64('hello-world')).toBe(571013382255652050n);
  });
});

describe('namedGuid', () => {
  it.each([[['']], [['a', 'b']], [['ä€😀'.repeat(40)]], [['x'.repeat(55)]], [['x'.repeat(48)]]])(
    'is the UUID of version 5 of the texts (%#)',
    (texts) => {
      const namespace = Buffer.from('11fb06fb712d4ddd98c7e71bbd588830', 'hex');
      const digest = createHash('sha1').update(namespace).update(texts.join('-'), 'utf8').digest();
      digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
      digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
      const hex = digest.toString('hex');
      const expected = [
        hex.slice(0, 8),
        hex.slice(8, 12),
        hex.slice(12, 16),
        hex.slice(16, 20),
        hex.slice(20, 32),
      ];
      expect(namedGuid(texts)).toBe(expected.join('-'));
    },
  );
});

describe('utf8', () => {
  it.each(['', 'plain', 'ä€😀', '\ud800 alone'])('%j', (text) => {
    expect(utf8Bytes(text)).toEqual([...Buffer.from(text, 'utf8')]);
    expect(utf8Text(utf8Bytes(text))).toBe(Buffer.from(text, 'utf8').toString('utf8'));
  });

  it('is not found in arbitrary bytes', () => {
    expect(utf8Text([0xff, 0xfe])).toBeUndefined();
  });
});
