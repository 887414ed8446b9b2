import { DEVELOPMENT_PRINCIPAL } from '../identity/development-principal.js';
import type { PrincipalRow } from '../persistence/principal.repository.js';

export type NamedPrincipal = Pick<PrincipalRow, 'id' | 'kind' | 'displayName' | 'appId'>;

/** The principal of the first minutes, which is in no table. */
export const DEVELOPMENT: NamedPrincipal = {
  id: DEVELOPMENT_PRINCIPAL.principalId,
  kind: 'service-principal',
  displayName: DEVELOPMENT_PRINCIPAL.name,
  appId: DEVELOPMENT_PRINCIPAL.appId ?? '',
};

/** A principal as Microsoft Graph shows it: the members that clients of Azure Resource Manager read. */
export function principalDocument({ id, kind, displayName, appId }: NamedPrincipal) {
  return {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id,
    appId,
    displayName,
    servicePrincipalNames: [appId],
    servicePrincipalType: kind === 'managed-identity' ? 'ManagedIdentity' : 'Application',
    accountEnabled: true,
  };
}
