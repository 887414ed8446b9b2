import { Controller, Get } from '@nestjs/common';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { type Region, REGIONS } from '../regions.js';

/** A region as clients see it. */
export interface LocationDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Region';
  readonly displayName: string;
  readonly regionalDisplayName: string;
  readonly metadata: Readonly<Record<string, string>>;
}

@Controller()
export class ListLocationsController {
  @Covers({ does: 'Lists the regions' })
  @Get(`${SUBSCRIPTION_PATH}/locations`)
  list(@ArmParam('subscriptionId') subscriptionId: string): { readonly value: readonly LocationDocument[] } {
    return { value: REGIONS.map((region) => locationDocument(subscriptionId, region)) };
  }
}

function locationDocument(subscriptionId: string, region: Region): LocationDocument {
  const { name, displayName, geographyGroup, latitude, longitude, physicalLocation } = region;
  return {
    id: `/subscriptions/${subscriptionId}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: `(${geographyGroup}) ${displayName}`,
    metadata: {
      regionType: 'Physical',
      regionCategory: 'Recommended',
      geographyGroup,
      latitude,
      longitude,
      physicalLocation,
    },
  };
}
