import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isObject, type JsonObject, type PlannedResource } from '#libs/arm-template';
import { CURRENT_API_VERSION } from '../../arm/api-version.js';
import { OwnRequests } from '../../arm/own-requests.js';
import { DeploymentPlanner, type PlannedDeployment } from '../deployment-planner.js';
import { unlisted } from '../driver/delete-unlisted.js';
import { resourceUrl } from '../driver/resource-answer.js';
import { changeOfPlanned, type ResourceChange } from '../resource-changes.js';
import { PreviewDeploymentQuery } from './preview-deployment.query.js';

@QueryHandler(PreviewDeploymentQuery)
export class PreviewDeploymentHandler implements IQueryHandler<PreviewDeploymentQuery> {
  constructor(
    @Inject(DeploymentPlanner) private readonly planner: DeploymentPlanner,
    @Inject(OwnRequests) private readonly requests: OwnRequests,
  ) {}

  /** Throws what the planner refuses. */
  async execute(query: PreviewDeploymentQuery): Promise<readonly ResourceChange[]> {
    const { caller, name, wanted, origin, resultFormat } = query;
    const planned = await this.planner.plan(caller, name, wanted, origin);
    const changes: ResourceChange[] = [];
    for (const resource of planned.plan.resources) changes.push(await this.change(query, planned, resource));
    if (name.groupName !== undefined) changes.push(...(await this.others(query, planned)));
    const sorted = changes.toSorted((a, b) =>
      a.resourceId.toLowerCase() < b.resourceId.toLowerCase() ? -1 : 1,
    );
    if (resultFormat === 'FullResourcePayloads') return sorted;
    return sorted.map(({ resourceId, changeType }) => ({
      resourceId,
      // Without payloads nobody has looked whether anything changes.
      changeType: changeType === 'Modify' || changeType === 'NoChange' ? 'Deploy' : changeType,
    }));
  }

  private async change(
    { caller }: PreviewDeploymentQuery,
    { plan }: PlannedDeployment,
    resource: PlannedResource,
  ): Promise<ResourceChange> {
    if (resource.type.toLowerCase() === 'microsoft.resources/deployments') {
      const unsupportedReason = 'A nested deployment is not looked into.';
      return { resourceId: resource.id, changeType: 'Unsupported', unsupportedReason };
    }
    const url = resourceUrl(resource.id, resource.apiVersion);
    const { status, body } = await this.requests.send(caller, { method: 'GET', url });
    const before = status === 200 && isObject(body) ? body : undefined;
    return changeOfPlanned(resource, plan.previewOf(resource.id), before);
  }

  /** What the group has besides: it stays, or goes where the mode is Complete. */
  private async others(
    { caller, wanted }: PreviewDeploymentQuery,
    { plan, facts }: PlannedDeployment,
  ): Promise<readonly ResourceChange[]> {
    const groupId = `/subscriptions/${facts.subscription.id}/resourceGroups/${facts.group?.name ?? ''}`;
    const send = this.requests.send.bind(this.requests, caller);
    const ids = await unlisted(groupId, { keep: plan.resources.map(({ id }) => id), send });
    const changes: ResourceChange[] = [];
    for (const resourceId of ids) {
      const { status, body } = await send({
        method: 'GET',
        url: resourceUrl(resourceId, CURRENT_API_VERSION),
      });
      const before: JsonObject = status === 200 && isObject(body) ? body : { id: resourceId };
      changes.push({ resourceId, changeType: wanted.mode === 'Complete' ? 'Delete' : 'Ignore', before });
    }
    return changes;
  }
}
