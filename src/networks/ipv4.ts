/** A range of IPv4 addresses, as unsigned 32-bit numbers, both ends included. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
  /** Bits that all its addresses share. */
  readonly prefixLength: number;
}

/** Addresses at the start of a subnet that Azure keeps: network, gateway, and two for DNS; and the last one. */
const RESERVED_AT_START = 4;
const RESERVED_AT_END = 1;

/** `10.0.0.4` as a number; `undefined` for anything that is not an address in this form. */
export function parseAddress(text: string): number | undefined {
  const octets = text.split('.');
  if (
    octets.length !== 4 ||
    !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  ) {
    return undefined;
  }
  return octets.reduce((number, octet) => number * 256 + Number(octet), 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

/** `10.0.0.0/16` as a range; `undefined` when it is none, or has bits set behind its prefix. */
export function parseRange(text: string): Ipv4Range | undefined {
  const [address = '', bits = '', ...more] = text.split('/');
  const first = parseAddress(address);
  const prefixLength = /^\d{1,2}$/.test(bits) ? Number(bits) : 33;
  if (first === undefined || prefixLength > 32 || more.length > 0) return undefined;
  const size = 2 ** (32 - prefixLength);
  return first % size === 0 ? { first, last: first + size - 1, prefixLength } : undefined;
}

export function contains(outer: Ipv4Range, inner: Pick<Ipv4Range, 'first' | 'last'>): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: Ipv4Range, other: Ipv4Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** The addresses of a subnet that can be given to somebody; none in one of fewer than eight. */
export function usableAddresses({ first, last }: Ipv4Range): {
  readonly first: number;
  readonly last: number;
} {
  return { first: first + RESERVED_AT_START, last: last - RESERVED_AT_END };
}
