import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { KeptChange } from '../kept-resources/kept-kind.js';
import type { KeptContent, KeptRow } from '../persistence/kept-resource.repository.js';

type Method = 'Dynamic' | 'Static';

interface Sku {
  readonly name?: 'Basic' | 'Standard' | 'StandardV2';
  readonly tier?: 'Regional' | 'Global';
}

/** How a public address is allocated. */
export function allocationMethodOf({ properties }: Pick<KeptRow, 'properties'>): Method {
  return properties['publicIPAllocationMethod'] as Method;
}

/**
 * A public address with the members that were left out: Basic and Dynamic, as Azure takes them, and Static for
 * the other SKUs, which have nothing else. Throws property-immutable for another SKU than before, and
 * invalid-parameter for a Standard address with dynamic allocation.
 */
export function completePublicAddress(_sql: unknown, { before, wanted }: KeptChange): KeptContent {
  const sku = (wanted.envelope['sku'] ?? before?.envelope['sku'] ?? {}) as Sku;
  const { name = 'Basic', tier = 'Regional' } = sku;
  if (before !== undefined) requireSku(before, name);
  const given = wanted.properties['publicIPAllocationMethod'] as Method | undefined;
  const publicIPAllocationMethod = given ?? (name === 'Basic' ? 'Dynamic' : 'Static');
  if (name !== 'Basic' && publicIPAllocationMethod === 'Dynamic') {
    const detail = `a ${name} address has static allocation`;
    const target = 'properties.publicIPAllocationMethod';
    throw new RefusalError(refusal('invalid-parameter', detail, { target }));
  }
  return {
    ...wanted,
    envelope: { ...wanted.envelope, sku: { name, tier } },
    properties: { publicIPAddressVersion: 'IPv4', ...wanted.properties, publicIPAllocationMethod },
  };
}

function requireSku({ name, envelope }: KeptRow, wanted: string): void {
  const { name: before } = envelope['sku'] as Sku;
  if (before === wanted) return;
  throw new RefusalError(
    refusal('property-immutable', `public address ${name} has SKU ${before}`, { target: 'sku.name' }),
  );
}
