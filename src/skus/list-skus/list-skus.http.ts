import { Controller, Get, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { inSubscription } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmQuery, ArmRequest } from '../../arm/parameters.js';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { CATALOGUE } from '../../operations/tokens.js';
import type { SkuDocument } from '../sku-document.js';
import { skuKey, skusInLocation } from '../skus-in-location.js';

const QUERY = z.object({ $filter: z.string().optional() });

@Controller()
export class ListSkusController {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  /** Of one location by `$filter=location eq 'eastus'`, otherwise of every location with records of its own. */
  @Covers({
    does: 'Lists the VM sizes of the catalogue with their capabilities, of one location by `$filter`',
  })
  @Get(inSubscription('Microsoft.Compute', 'skus'))
  list(
    @ArmQuery(QUERY) { $filter }: z.output<typeof QUERY>,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): ArmPage<SkuDocument> {
    const locations = $filter === undefined ? this.catalogue.sizes.regions : [locationOf($filter)];
    const skus = locations.flatMap((location) => skusInLocation(this.catalogue, location));
    return armPageOfAll(request, page, skus, skuKey);
  }
}

/** Throws invalid-parameter. */
function locationOf(filter: string): string {
  const location = /^\s*location\s+eq\s+'([A-Za-z0-9 ]+)'\s*$/i.exec(filter)?.[1];
  if (location !== undefined) return location.replaceAll(' ', '').toLowerCase();
  throw new RefusalError(
    refusal('invalid-parameter', `$filter is "location eq 'name'"`, { target: '$filter' }),
  );
}
