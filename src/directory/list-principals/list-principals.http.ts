import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmQuery } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { principalDocument } from '../principal-document.js';
import { ListPrincipalsQuery } from './list-principals.query.js';

const LIST_QUERY = z.object({ $filter: z.string().max(512).optional() });

/** The two filters by which clients look for a principal. */
const BY_NAME = /^(?:servicePrincipalNames\/any\(c:c eq '([^']*)'\)|appId eq '([^']*)')$/;

/** As much of Microsoft Graph as clients ask when they show who has a role. */
@Controller()
@WithoutApiVersion()
export class ListPrincipalsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists service principals and managed identities, all or by application id' })
  @Get('v1.0/servicePrincipals')
  async list(@ArmQuery(LIST_QUERY) { $filter }: z.output<typeof LIST_QUERY>) {
    const found = await this.queries.execute(new ListPrincipalsQuery(wantedOf($filter)));
    return { value: found.map(principalDocument) };
  }

  @Covers({ does: 'Shows a service principal or a managed identity by its object id' })
  @Get('v1.0/servicePrincipals/:principalId')
  async get(@ArmParam('principalId') id: string) {
    const [found] = await this.queries.execute(new ListPrincipalsQuery({ ids: [id.toLowerCase()] }));
    if (found === undefined)
      throw new RefusalError(refusal('resource-not-found', `principal ${id.slice(0, 64)}`));
    return principalDocument(found);
  }
}

function wantedOf(filter: string | undefined) {
  if (filter === undefined) return {};
  const [, byName, byAppId] = BY_NAME.exec(filter) ?? [];
  const name = byName ?? byAppId;
  if (name !== undefined) return { names: [name] };
  const detail = "only appId eq '…' and servicePrincipalNames/any(c:c eq '…') are understood";
  throw new RefusalError(refusal('invalid-parameter', detail, { target: '$filter' }));
}
