/**
 * Plain values with typed arrays as compact bytes, exactly: what is read is equal to what was written, bit for bit.
 *
 * The bytes are a signature with the version, the deflated tree of the value as JSON, in which typed arrays are
 * references, and the arrays, one after another. An array of wide elements is written as planes, first the lowest byte of
 * all elements, then the next: neighbours differ in their low bytes mostly, so that the high planes deflate to almost
 * nothing. Multi-byte numbers are little-endian.
 */
import { endianness } from 'node:os';
import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('TWO1', 'latin1');
/** Fast is best here: planes of counters and indexes deflate well at any level. */
const DEFLATE = { level: 1 } as const;

const ARRAY_TYPES = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;
type TypedArray = InstanceType<(typeof ARRAY_TYPES)[number]>;

/** Marks what JSON cannot say; an object that has a member of this name itself is written as a list of its members. */
const MARK = '$';
type Marked =
  | readonly ['undefined']
  | readonly ['number', string]
  | readonly ['array', number]
  | readonly ['members', readonly (readonly [string, unknown])[]];

/** Bytes that were not written by `encodeExactly`, or not by this version of it. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
}

/** Throws `TypeError` for what is neither plain data nor a typed array: functions, dates, maps, bigints. */
export function encodeExactly(value: unknown): Uint8Array {
  requireLittleEndian();
  const arrays: TypedArray[] = [];
  const tree = deflateSync(JSON.stringify(treeOf(value, arrays)), DEFLATE);
  const parts: Uint8Array[] = [SIGNATURE, uint32(tree.length, arrays.length), tree];
  for (const array of arrays) {
    const bytes = deflateSync(planesOf(array), DEFLATE);
    parts.push(uint32(typeIndexOf(array), array.length, bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

/** The value that was encoded. Throws `EncodingError`. */
export function decodeExactly(bytes: Uint8Array): unknown {
  requireLittleEndian();
  const reader = new Reader(bytes);
  if (!reader.take(SIGNATURE.length).equals(SIGNATURE)) {
    throw new EncodingError('The bytes do not begin with the signature of this version.');
  }
  const [treeLength, arrayCount] = [reader.uint32(), reader.uint32()];
  const text = inflated(reader.take(treeLength)).toString('utf8');
  const arrays: TypedArray[] = [];
  while (arrays.length < arrayCount) {
    const [type, length, byteLength] = [reader.uint32(), reader.uint32(), reader.uint32()];
    arrays.push(arrayOf(type, length, inflated(reader.take(byteLength))));
  }
  reader.end();
  return valueOf(JSON.parse(text), arrays);
}

function treeOf(value: unknown, arrays: TypedArray[]): unknown {
  switch (typeof value) {
    case 'undefined':
      return marked('undefined');
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : marked('number', numberText(value));
    case 'object':
      return value === null ? null : objectTree(value, arrays);
    default:
      throw new TypeError(`A ${typeof value} cannot be encoded.`);
  }
}

function objectTree(value: object, arrays: TypedArray[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => treeOf(item, arrays));
  if (isTypedArray(value)) return marked('array', arrays.push(value) - 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`A ${value.constructor.name} cannot be encoded.`);
  }
  const members = Object.entries(value).map(([name, member]) => [name, treeOf(member, arrays)] as const);
  return Object.hasOwn(value, MARK) ? marked('members', members) : Object.fromEntries(members);
}

function marked(...mark: Marked): unknown {
  return { [MARK]: mark };
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function valueOf(tree: unknown, arrays: readonly TypedArray[]): unknown {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((item: unknown) => valueOf(item, arrays));
  if (Object.hasOwn(tree, MARK)) return markedValue((tree as { [MARK]: Marked })[MARK], arrays);
  return membersOf(Object.entries(tree), arrays);
}

function markedValue(mark: Marked, arrays: readonly TypedArray[]): unknown {
  switch (mark[0]) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(mark[1]);
    case 'array':
      return arrays[mark[1]];
    case 'members':
      return membersOf(mark[1], arrays);
  }
}

function membersOf(
  members: readonly (readonly [string, unknown])[],
  arrays: readonly TypedArray[],
): Record<string, unknown> {
  return Object.fromEntries(members.map(([name, member]) => [name, valueOf(member, arrays)]));
}

function isTypedArray(value: object): value is TypedArray {
  return ARRAY_TYPES.some((type) => value instanceof type);
}

function typeIndexOf(array: TypedArray): number {
  return ARRAY_TYPES.findIndex((type) => array instanceof type);
}

/** Byte `b` of element `e` is at `b * length + e`. */
function planesOf(array: TypedArray): Uint8Array {
  const { BYTES_PER_ELEMENT: width, length } = array;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  if (width === 1) return bytes;
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * length;
    for (let element = 0, at = plane; element < length; element++, at += width) {
      planes[start + element] = bytes[at] ?? 0;
    }
  }
  return planes;
}

function arrayOf(type: number, length: number, planes: Uint8Array): TypedArray {
  const arrayType = ARRAY_TYPES[type];
  if (arrayType === undefined) throw new EncodingError(`There is no array type ${type}.`);
  const width = arrayType.BYTES_PER_ELEMENT;
  if (planes.length !== length * width) {
    throw new EncodingError(`An array of ${length} elements has ${planes.length} bytes.`);
  }
  const array = new arrayType(length);
  const bytes = new Uint8Array(array.buffer);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * length;
    for (let element = 0, at = plane; element < length; element++, at += width) {
      bytes[at] = planes[start + element] ?? 0;
    }
  }
  return array;
}

/** A place in bytes that only moves forward. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new EncodingError('The bytes end too early.');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  uint32(): number {
    return this.take(4).readUInt32LE();
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new EncodingError('There are bytes after the last array.');
  }
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes);
  } catch (cause) {
    throw new EncodingError('A part of the bytes is damaged.', { cause });
  }
}

function uint32(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => bytes.writeUInt32LE(number, 4 * index));
  return bytes;
}

function requireLittleEndian(): void {
  if (endianness() === 'BE') throw new Error('Results are exchanged between little-endian machines only.');
}
