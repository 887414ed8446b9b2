import { Random, seedFrom } from '#libs/determinism';

/** Vendor prefixes of the NICs that Azure hosts present. Source: the public registry of MAC address blocks. */
const PREFIXES = ['000d3a', '002248', '7c1e52'] as const;

/**
 * A MAC address drawn from the id of its NIC (ASSUME-14), as twelve hex digits: the same id gives the same
 * addresses, one for each attempt.
 */
export function drawMac(nicId: string, attempt: number): string {
  const random = new Random(seedFrom(`${nicId.toLowerCase()}#${attempt}`));
  const prefix = PREFIXES[random.below(PREFIXES.length)] ?? PREFIXES[0];
  return prefix + random.below(0x1000000).toString(16).padStart(6, '0');
}
