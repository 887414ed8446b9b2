import { type ArmEnvelope, installationResource } from '../../emulator-namespace/emulator-resource.js';
import type { PrincipalRow } from '../../persistence/principal.repository.js';
import { TENANT_ID } from '../subscriptions.js';

export interface ServicePrincipalProperties {
  /** What role assignments name. */
  readonly objectId: string;
  /** What the principal logs in with. */
  readonly appId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly createdTime: string;
  /** Shown once, in the answer that made it. */
  readonly secret?: string;
}

export type ServicePrincipalDocument = ArmEnvelope<ServicePrincipalProperties>;

export function servicePrincipalDocument(principal: PrincipalRow, secret?: string): ServicePrincipalDocument {
  return installationResource('servicePrincipals', principal.name, {
    objectId: principal.id,
    appId: principal.appId,
    tenantId: TENANT_ID,
    displayName: principal.displayName,
    createdTime: principal.createdAt.toISOString(),
    ...(secret === undefined ? {} : { secret }),
  });
}
