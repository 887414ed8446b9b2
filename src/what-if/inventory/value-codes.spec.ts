import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary } from './byte-dictionary.js';
import { NameColumn } from './name-column.js';
import { PairNumbers } from './pair-numbers.js';
import { NO_VALUE, ValueCodes } from './value-codes.js';

const SEED = 31;
const ENCODER = new TextEncoder();

describe('distinct values', () => {
  it(`have one code each, in the order in which they come (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 400 }), (texts) => {
        const dictionary = new ByteDictionary();
        const codes = texts.map((text) =>
          dictionary.codeOf(ENCODER.encode(text), 0, ENCODER.encode(text).length),
        );
        const distinct = [...new Set(texts)];
        expect(codes).toEqual(texts.map((text) => distinct.indexOf(text)));
        expect(dictionary.size).toBe(distinct.length);
      }),
      { seed: SEED },
    );
  });

  it('are judged once', () => {
    const read: string[] = [];
    const codes = new ValueCodes((text) => {
      read.push(text);
      return text === '7' ? { reason: 'is seven' } : { value: text.length };
    });
    const found = ['x', '', '7', 'x', 'yy'].map((text) => codes.codeOfText(text));
    expect(found).toEqual([1, NO_VALUE, 2, 1, 3]);
    expect([codes.codeOfNumber(7), codes.codeOfNumber(7), codes.codeOfNumber(Number.NaN)]).toEqual([2, 2, 0]);
    expect(read).toEqual(['x', '7', 'yy']);
    expect(
      [0, 1, 2, 3].map((code) => [codes.textOf(code), codes.valueOf(code), codes.reasonOf(code)]),
    ).toEqual([
      [undefined, undefined, undefined],
      ['x', 1, undefined],
      ['7', undefined, 'is seven'],
      ['yy', 2, undefined],
    ]);
    expect(codes.hasBad).toBe(true);
  });

  it.each([
    ['control characters', ENCODER.encode('a\u0007b'), 'has control characters'],
    ['C1 control characters', ENCODER.encode('a\u0085b'), 'has control characters'],
    ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff), 'is not UTF-8'],
    ['257 bytes', new Uint8Array(257).fill(0x61), 'has 257 bytes, more than 256'],
  ])('are bad with %s', (_name, bytes, reason) => {
    const codes = new ValueCodes((text) => ({ value: text }));
    expect(codes.reasonOf(codes.codeOfBytes(bytes, 0, bytes.length))).toBe(reason);
  });
});

describe('names', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['plain ones', ENCODER.encode('vm-1'), undefined],
    ['other scripts', ENCODER.encode('größe-仮想'), undefined],
    ['nothing', new Uint8Array(0), 'is empty'],
    ['a line feed', ENCODER.encode('a\nb'), 'has control characters'],
    ['bytes that are no UTF-8', Uint8Array.of(0xc3), 'is not UTF-8'],
    ['513 bytes', new Uint8Array(513).fill(0x61), 'is a name of 513 bytes, more than 512'],
  ])('are judged: %s', (_name, bytes, reason) => {
    expect(new NameColumn(1).append(bytes, 0, bytes.length)).toBe(reason);
  });

  it('keep their places', () => {
    const names = new NameColumn(4, 1);
    for (const name of ['vm-1', '', 'größe', 'z'])
      names.append(ENCODER.encode(name), 0, ENCODER.encode(name).length);
    expect([0, 1, 2, 3].map((row) => names.textAt(row))).toEqual(['vm-1', '', 'größe', 'z']);
    const some = names.only(Uint32Array.of(2, 0));
    expect([0, 1].map((row) => some.textAt(row))).toEqual(['größe', 'vm-1']);
  });
});

describe('numbers of pairs', () => {
  it(`are one per pair, also while members grow (seed ${SEED})`, () => {
    const batch = fc.array(fc.tuple(fc.nat(6), fc.oneof(fc.nat(5), fc.nat(700))), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
        const pairs = new PairNumbers(10_000, () => new Error('too many'));
        const known = new Map<string, number>();
        for (const [at, batch] of batches.entries()) {
          const isEarly = at < batches.length / 2;
          const members = batch.map(([first, second]) => [first, isEarly ? second % 50 : second] as const);
          const numbers = Uint32Array.from(members, ([first]) => first);
          const seconds = Uint32Array.from(members, ([, second]) => second);
          pairs.renumber(numbers, seconds, { firsts: 7, seconds: isEarly ? 50 : 701 });
          const expected = members.map((pair) => {
            const key = pair.join();
            if (!known.has(key)) known.set(key, known.size);
            return known.get(key)!;
          });
          expect([...numbers]).toEqual(expected);
        }
        expect(pairs.size).toBe(known.size);
        for (const [key, number] of known) {
          expect(`${pairs.firstOf(number)},${pairs.secondOf(number)}`).toBe(key);
        }
      }),
      { seed: SEED },
    );
  });

  it('are limited', () => {
    const pairs = new PairNumbers(2, () => new Error('too many'));
    const renumber = () =>
      pairs.renumber(new Uint32Array(3), Uint32Array.of(0, 1, 2), { firsts: 1, seconds: 3 });
    expect(renumber).toThrow('too many');
  });
});
