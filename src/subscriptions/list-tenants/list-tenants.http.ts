import { Controller, Get } from '@nestjs/common';
import { Covers } from '../../arm/openapi/coverage.js';
import { TENANT_ID } from '../../identity/subscriptions.js';

/** The one directory of the installation. */
const TENANT = {
  id: `/tenants/${TENANT_ID}`,
  tenantId: TENANT_ID,
  displayName: 'Torpor',
  tenantCategory: 'Home',
} as const;

@Controller()
export class ListTenantsController {
  @Covers({ does: 'Lists the one tenant that there is' })
  @Get('tenants')
  list(): { readonly value: readonly (typeof TENANT)[] } {
    return { value: [TENANT] };
  }
}
