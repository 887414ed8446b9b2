import { Controller, Get, Inject } from '@nestjs/common';
import { armName } from '../../arm/arm-name.js';
import { inLocation } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { vmSizeDocument, type VmSizeDocument } from '../../vms/vm-size-document.js';

/** All sizes of a location, in the older of Azure's two lists. */
@Controller()
export class ListLocationSizesController {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Covers({ does: 'Lists the VM sizes of a location' })
  @Get(inLocation('Microsoft.Compute', 'vmSizes'))
  list(@ArmParam('location', armName('location')) location: string): {
    readonly value: readonly VmSizeDocument[];
  } {
    return { value: this.catalogue.sizes.inRegion(location).map(vmSizeDocument) };
  }
}
