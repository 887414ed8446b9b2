import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { TokenIssuer } from '../../identity/authority/token-issuer.js';
import { vmResourceId } from '../../operations/begin-vm-operation.js';
import { findManagedIdentity, type PrincipalRow } from '../../persistence/principal.repository.js';
import type { VmView } from '../../persistence/vm-view.repository.js';
import type { VmEcho } from '../../vms/vm-echo.js';
import type { StoredIdentity } from '../../vms/vm-identity.js';
import { guestBehind } from '../guest-behind.js';
import { MetadataError } from '../metadata-answer.js';
import { GetTokenQuery, type WantedIdentity } from './get-token.query.js';

@QueryHandler(GetTokenQuery)
export class GetTokenHandler implements IQueryHandler<GetTokenQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(TokenIssuer) private readonly issuer: TokenIssuer,
  ) {}

  /** Throws `MetadataError` 400 when the VM has no such identity. */
  async execute({ key, audience, wanted }: GetTokenQuery) {
    const vm = await guestBehind(this.database, key);
    for (const resourceId of identitiesOf(vm)) {
      const identity = await findManagedIdentity(this.database, resourceId);
      if (identity === undefined || !isWanted(identity, resourceId, wanted)) continue;
      const { id, appId } = identity;
      return { ...(await this.issuer.issue({ id, appId, resourceId }, audience)), clientId: appId };
    }
    throw new MetadataError(400, { error: 'invalid_request', error_description: 'Identity not found' });
  }
}

/** Resources whose identities the VM may act as, its own first. */
function identitiesOf({ subscriptionId, groupName, name, spec }: VmView): readonly string[] {
  const identity = (spec as VmEcho).top?.['identity'] as StoredIdentity | undefined;
  if (identity === undefined) return [];
  const isOwn = identity.type.startsWith('SystemAssigned');
  const own = isOwn ? [vmResourceId({ subscriptionId, groupName, vmName: name })] : [];
  return [...own, ...identity.userAssigned];
}

function isWanted(identity: PrincipalRow, at: string, { clientId, objectId, resourceId }: WantedIdentity) {
  const same = (one: string | undefined, other: string) =>
    one === undefined || one.toLowerCase() === other.toLowerCase();
  return same(clientId, identity.appId) && same(objectId, identity.id) && same(resourceId, at);
}
