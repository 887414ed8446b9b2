import { expect, it } from 'vitest';
import { transferableBuffers } from './transferable-buffers.js';

it('finds every buffer once, however deep and however often it is viewed', () => {
  const one = new ArrayBuffer(8);
  const other = new Float64Array(2);
  const value = {
    a: [new Uint8Array(one), { b: new Uint16Array(one, 2) }],
    c: null,
    d: { e: other },
    f: 'text',
  };
  expect(transferableBuffers(value)).toEqual([one, other.buffer]);
});
