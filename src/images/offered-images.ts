/** An image of the marketplace that the catalogue of this cloud offers (ASSUME-29). */
export interface OfferedImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly architecture: 'x64' | 'Arm64';
  readonly hyperVGeneration: 'V1' | 'V2';
  /** In the order of their release. */
  readonly versions: readonly [string, ...string[]];
  /** The short name by which the Azure CLI knows the newest version. */
  readonly alias?: string;
}

/** What an image is asked for by. */
export interface ImagePlace {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

const UBUNTU_JAMMY = '0001-com-ubuntu-server-jammy';
const UBUNTU_FOCAL = '0001-com-ubuntu-server-focal';
const WINDOWS = { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', architecture: 'x64' } as const;

/**
 * The catalogue, by publisher, offer and SKU. Publishers, offers, SKUs and aliases are those of the alias list that
 * ships with the Azure CLI and of the releases for which Azure documents hibernation; Ubuntu 24.04 and Debian 12
 * are added to the aliases. Version numbers have the form that each publisher uses.
 */
export const OFFERED_IMAGES: readonly OfferedImage[] = [
  {
    publisher: 'Canonical',
    offer: UBUNTU_FOCAL,
    sku: '20_04-lts-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['20.04.202502060', '20.04.202505200'],
    alias: 'Ubuntu2004',
  },
  {
    publisher: 'Canonical',
    offer: UBUNTU_JAMMY,
    sku: '22_04-lts',
    architecture: 'x64',
    hyperVGeneration: 'V1',
    versions: ['22.04.202505290', '22.04.202507280'],
  },
  {
    publisher: 'Canonical',
    offer: UBUNTU_JAMMY,
    sku: '22_04-lts-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['22.04.202505290', '22.04.202507280'],
    alias: 'Ubuntu2204',
  },
  {
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['24.04.202505280', '24.04.202507290'],
    alias: 'Ubuntu2404',
  },
  {
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server-gen1',
    architecture: 'x64',
    hyperVGeneration: 'V1',
    versions: ['24.04.202505280', '24.04.202507290'],
  },
  {
    publisher: 'Canonical',
    offer: 'ubuntu-24_04-lts',
    sku: 'server-arm64',
    architecture: 'Arm64',
    hyperVGeneration: 'V2',
    versions: ['24.04.202505280', '24.04.202507290'],
  },
  {
    publisher: 'Canonical',
    offer: 'UbuntuServer',
    sku: '18.04-LTS',
    architecture: 'x64',
    hyperVGeneration: 'V1',
    versions: ['18.04.202401161', '18.04.202401170'],
  },
  {
    publisher: 'Debian',
    offer: 'debian-11',
    sku: '11-backports-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['0.20250428.2096', '0.20250703.2162'],
    alias: 'Debian11',
  },
  {
    publisher: 'Debian',
    offer: 'debian-12',
    sku: '12-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['0.20250519.2117', '0.20250721.2179'],
    alias: 'Debian12',
  },
  {
    publisher: 'Debian',
    offer: 'debian-13',
    sku: '13-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['0.20250811.2201'],
    alias: 'Debian13',
  },
  {
    publisher: 'kinvolk',
    offer: 'flatcar-container-linux-free',
    sku: 'stable-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['4152.2.3', '4230.2.1'],
    alias: 'FlatcarLinuxFreeGen2',
  },
  {
    ...WINDOWS,
    sku: '2012-Datacenter',
    hyperVGeneration: 'V1',
    versions: ['9200.24975.240703'],
    alias: 'Win2012Datacenter',
  },
  {
    ...WINDOWS,
    sku: '2012-R2-Datacenter',
    hyperVGeneration: 'V1',
    versions: ['9600.22067.240704'],
    alias: 'Win2012R2Datacenter',
  },
  {
    ...WINDOWS,
    sku: '2016-datacenter-gensecond',
    hyperVGeneration: 'V2',
    versions: ['14393.8066.250508', '14393.8246.250705'],
    alias: 'Win2016Datacenter',
  },
  {
    ...WINDOWS,
    sku: '2019-Datacenter',
    hyperVGeneration: 'V1',
    versions: ['17763.7314.250509', '17763.7558.250705'],
  },
  {
    ...WINDOWS,
    sku: '2019-datacenter-gensecond',
    hyperVGeneration: 'V2',
    versions: ['17763.7314.250509', '17763.7558.250705'],
    alias: 'Win2019Datacenter',
  },
  {
    ...WINDOWS,
    sku: '2022-datacenter-azure-edition-core',
    hyperVGeneration: 'V2',
    versions: ['20348.3692.250509', '20348.3932.250705'],
    alias: 'Win2022AzureEditionCore',
  },
  {
    ...WINDOWS,
    sku: '2022-datacenter-g2',
    hyperVGeneration: 'V2',
    versions: ['20348.3692.250509', '20348.3932.250705'],
    alias: 'Win2022Datacenter',
  },
  {
    publisher: 'MicrosoftWindowsDesktop',
    offer: 'windows-11',
    sku: 'win11-23h2-ent',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['22631.5335.250509', '22631.5624.250706'],
  },
  {
    publisher: 'OpenLogic',
    offer: 'CentOS',
    sku: '8_5-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['8.5.2022012101', '8.5.2022101401'],
    alias: 'CentOS85Gen2',
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    sku: '8-lvm-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['8.10.2025021213', '8.10.2025061911'],
    alias: 'RHELRaw8LVMGen2',
  },
  {
    publisher: 'RedHat',
    offer: 'RHEL',
    sku: '9-lvm-gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['9.5.2025021813', '9.6.2025061715'],
    alias: 'RHELRaw9LVMGen2',
  },
  {
    publisher: 'SUSE',
    offer: 'openSUSE-leap-15-4',
    sku: 'gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['2023.11.02', '2024.06.12'],
    alias: 'OpenSuseLeap154Gen2',
  },
  {
    publisher: 'SUSE',
    offer: 'sles-15-sp3',
    sku: 'gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['2023.10.30', '2024.02.08'],
    alias: 'SuseSles15SP3',
  },
  {
    publisher: 'SUSE',
    offer: 'sles-15-sp6',
    sku: 'gen2',
    architecture: 'x64',
    hyperVGeneration: 'V2',
    versions: ['2025.03.20', '2025.06.18'],
    alias: 'SuseSles15SP6',
  },
];

/** The image at a place of the catalogue, in any letter case. */
export function findOfferedImage({ publisher, offer, sku }: ImagePlace): OfferedImage | undefined {
  return OFFERED_IMAGES.find(
    (image) => isSame(image.publisher, publisher) && isSame(image.offer, offer) && isSame(image.sku, sku),
  );
}

/** The newest version of an image. */
export function newestVersion({ versions }: OfferedImage): string {
  return versions.at(-1) ?? versions[0];
}

/**
 * The version that a VM made now gets: `latest`, or nothing, is the newest one. `undefined` for an image that the
 * catalogue does not have; a version that is named counts as it is (ASSUME-29).
 */
export function exactVersionOf(
  image: Partial<ImagePlace> & { readonly version?: string | undefined },
): string | undefined {
  const { publisher, offer, sku, version = 'latest' } = image;
  if (!isSame(version, 'latest')) return version;
  if (publisher === undefined || offer === undefined || sku === undefined) return undefined;
  const found = findOfferedImage({ publisher, offer, sku });
  return found && newestVersion(found);
}

export function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
