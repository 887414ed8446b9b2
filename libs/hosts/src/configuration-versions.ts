/**
 * VM configuration versions: the compatibility level of a VM's virtual hardware and saved state. A host runs the
 * versions it knows and no others (CONSIDER-6). Source: Windows Server documentation, "Upgrade virtual machine
 * version in Hyper-V", table of long-term servicing hosts.
 */

const FROM_8_TO_10 = ['8.0', '8.1', '8.2', '8.3', '9.0', '9.1', '9.2', '9.3', '10.0'] as const;

/** Oldest first, by release of Windows Server. */
export const CONFIGURATION_VERSIONS = {
  'Windows Server 2016': ['5.0', '6.2', '7.0', '7.1', '8.0'],
  'Windows Server 2019': ['5.0', '6.2', '7.0', '7.1', '8.0', '8.1', '8.2', '8.3', '9.0'],
  'Windows Server 2022': [...FROM_8_TO_10],
  'Windows Server 2025': [...FROM_8_TO_10, '11.0', '12.0'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The first version with hibernation (same source, table of features). */
export const FIRST_CONFIGURATION_VERSION_WITH_HIBERNATION = '9.0';

/**
 * Orders versions by their numbers, so that 10.0 comes after 9.3: negative, 0 or positive. Throws `TypeError` for a
 * text that is not `major.minor`.
 */
export function compareConfigurationVersions(a: string, b: string): number {
  const [aMajor, aMinor] = numbers(a);
  const [bMajor, bMinor] = numbers(b);
  return aMajor - bMajor || aMinor - bMinor;
}

/** Whether a VM of this configuration version can be given virtual S4. */
export function supportsHibernation(configurationVersion: string): boolean {
  return (
    compareConfigurationVersions(configurationVersion, FIRST_CONFIGURATION_VERSION_WITH_HIBERNATION) >= 0
  );
}

function numbers(version: string): readonly [number, number] {
  const match = /^(\d+)\.(\d+)$/.exec(version);
  if (match === null) throw new TypeError(`not a configuration version: ${JSON.stringify(version)}`);
  return [Number(match[1]), Number(match[2])];
}
