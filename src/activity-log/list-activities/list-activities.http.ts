import { Controller, Get, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { SUBSCRIPTION_PATH } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest } from '../../arm/parameters.js';
import { AccessControl } from '../../authorization/access-control.js';
import { roleAllows } from '../../authorization/role-permissions.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import { listActivities } from '../../persistence/activity-log.repository.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { type ActivityDocument, activityDocument } from '../activity-document.js';
import { ActivityRecorder } from '../activity-recorder.js';
import { activityConditions } from './activity-conditions.js';

const VALUES = 'providers/Microsoft.Insights/eventtypes/management/values';
const READ = 'Microsoft.Insights/eventtypes/values/read';

const QUERY = z.object({ $filter: z.string().default(''), $select: z.string().max(1_000).default('') });
type Query = z.output<typeof QUERY>;

/** The activity log: who did what, newest first, as far as the caller may see it. */
@Controller()
export class ListActivitiesController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccessControl) private readonly access: AccessControl,
    @Inject(ActivityRecorder) private readonly recorder: ActivityRecorder,
  ) {}

  @Covers({ does: 'Lists who did what in a subscription, newest first, filtered and in pages' })
  @Get(`${SUBSCRIPTION_PATH}/${VALUES}`)
  ofSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmQuery(QUERY) query: Query,
    @RequestCaller() caller: Caller,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): Promise<ArmPage<Partial<ActivityDocument>>> {
    return this.list(subscriptionId, query, { caller, request, page });
  }

  /** Of what belongs to no subscription: hosts, principals, the clock. */
  @Covers({ does: 'Lists who did what outside of subscriptions, newest first, filtered and in pages' })
  @Get(`/${VALUES}`)
  ofInstallation(
    @ArmQuery(QUERY) query: Query,
    @RequestCaller() caller: Caller,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): Promise<ArmPage<Partial<ActivityDocument>>> {
    return this.list(null, query, { caller, request, page });
  }

  private async list(
    subscriptionId: string | null,
    { $filter, $select }: Query,
    {
      caller,
      request,
      page,
    }: { readonly caller: Caller; readonly request: FastifyRequest; readonly page: PageRequest },
  ): Promise<ArmPage<Partial<ActivityDocument>>> {
    if (page.after !== undefined && !/^\d{1,18}$/.test(page.after)) {
      throw new RefusalError(
        refusal('invalid-parameter', '$skiptoken is not one of this list', { target: '$skiptoken' }),
      );
    }
    const conditions = activityConditions($filter);
    const rights = await this.access.rightsOf(caller);
    const visible = rights.grants.filter(({ roleId }) => roleAllows(roleId, READ));
    // Whoever looks sees what this process has answered so far.
    await this.recorder.flush();
    const found = await listActivities(this.database, {
      ...conditions,
      ...page,
      subscriptionId,
      visibleScopes: visible.map(({ scope }) => scope),
    });
    const { value, ...link } = armPage(request, page, found, ({ id }) => id);
    return { value: value.map((activity) => selected(activityDocument(activity), $select)), ...link };
  }
}

/** Only the members asked for, if some were. */
function selected(document: ActivityDocument, select: string): Partial<ActivityDocument> {
  const wanted = select.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()]));
  if (wanted.length === 0) return document;
  const members = Object.entries(document).filter(([name]) => wanted.includes(name.toLowerCase()));
  return Object.fromEntries(members);
}
