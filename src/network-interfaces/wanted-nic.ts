import { refusal, type Refusal } from '#libs/refusal';
import type { SubnetName } from '../requests/arm-schemas.js';

export interface WantedIpConfiguration {
  readonly name: string;
  readonly subnet: SubnetName;
  readonly isPrimary: boolean;
  readonly isStatic: boolean;
  /** An IPv4 address as a number; only a static one counts. */
  readonly address?: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a caller wants a NIC to be. */
export interface WantedNic {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly isAccelerated: boolean;
  /** Twelve hex digits; absent: one is drawn, or the NIC keeps the one it has. */
  readonly mac?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** At least one. */
  readonly ipConfigurations: readonly WantedIpConfiguration[];
}

/** What is wrong with the configurations of a NIC taken together. */
export function ipConfigurationsRefusal({
  ipConfigurations,
}: Pick<WantedNic, 'ipConfigurations'>): Refusal | undefined {
  const names = ipConfigurations.map(({ name }) => name.toLowerCase());
  const twice = ipConfigurations.find(({ name }, at) => names.indexOf(name.toLowerCase()) !== at);
  if (twice !== undefined) return invalid(`two IP configurations are called ${twice.name}`);
  if (ipConfigurations.filter(({ isPrimary }) => isPrimary).length !== 1) {
    return invalid('exactly one IP configuration is primary');
  }
  const networks = new Set(
    ipConfigurations.map(({ subnet: { network } }) => `${network.groupName}/${network.name}`.toLowerCase()),
  );
  if (networks.size > 1) return invalid('all IP configurations of a NIC are in one virtual network');
  const unaddressed = ipConfigurations.find(({ isStatic, address }) => isStatic && address === undefined);
  if (unaddressed !== undefined) {
    return invalid(`IP configuration ${unaddressed.name} is Static and has no privateIPAddress`);
  }
  return undefined;
}

function invalid(detail: string): Refusal {
  return refusal('invalid-parameter', detail, { target: 'properties.ipConfigurations' });
}
