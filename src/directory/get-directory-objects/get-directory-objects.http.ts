import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ListPrincipalsQuery } from '../list-principals/list-principals.query.js';
import { principalDocument } from '../principal-document.js';

/** The limit of Microsoft Graph. */
const MOST_IDS = 1_000;

const BODY = z.strictObject({
  ids: z.array(z.string().max(64)).max(MOST_IDS),
  types: z.array(z.string().max(64)).max(10).optional(),
});

/** Names for object ids: what a client shows beside role assignments. */
@Controller()
@WithoutApiVersion()
export class GetDirectoryObjectsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Names the principals of the object ids that are known; there are no users and no groups' })
  @ArmPost('v1.0/directoryObjects/getByIds')
  async get(@ArmBody(BODY) { ids }: z.output<typeof BODY>) {
    const lower = ids.map((id) => id.toLowerCase());
    const found = await this.queries.execute(new ListPrincipalsQuery({ ids: lower }));
    return { value: found.map(principalDocument) };
  }
}
