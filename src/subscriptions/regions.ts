/** A region the catalogue of sizes covers. Source of names and places: the public list of Azure regions. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  readonly geographyGroup: string;
  readonly physicalLocation: string;
  /** Degrees, as text, as clients get them. */
  readonly latitude: string;
  readonly longitude: string;
}

export const REGIONS: readonly Region[] = [
  {
    name: 'eastus',
    displayName: 'East US',
    geographyGroup: 'US',
    physicalLocation: 'Virginia',
    latitude: '37.3719',
    longitude: '-79.8164',
  },
  {
    name: 'westus2',
    displayName: 'West US 2',
    geographyGroup: 'US',
    physicalLocation: 'Washington',
    latitude: '47.233',
    longitude: '-119.852',
  },
  {
    name: 'northeurope',
    displayName: 'North Europe',
    geographyGroup: 'Europe',
    physicalLocation: 'Ireland',
    latitude: '53.3478',
    longitude: '-6.2597',
  },
  {
    name: 'westeurope',
    displayName: 'West Europe',
    geographyGroup: 'Europe',
    physicalLocation: 'Netherlands',
    latitude: '52.3667',
    longitude: '4.9',
  },
  {
    name: 'southeastasia',
    displayName: 'Southeast Asia',
    geographyGroup: 'Asia Pacific',
    physicalLocation: 'Singapore',
    latitude: '1.283',
    longitude: '103.833',
  },
];

/**
 * The region a text means: clients send `eastus` and `East US` alike. `undefined` when there is none.
 */
export function findRegion(text: string): Region | undefined {
  const name = text.replaceAll(' ', '').toLowerCase();
  return REGIONS.find((region) => region.name === name);
}
