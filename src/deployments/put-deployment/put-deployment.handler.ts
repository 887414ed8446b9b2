import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { templateHash } from '#libs/arm-template';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  deleteDeployment,
  type DeploymentName,
  findDeployment,
  findDeploymentById,
  insertDeployment,
  type NewDeployment,
} from '../../persistence/deployment.repository.js';
import { insertDeploymentOperations } from '../../persistence/deployment-operation.repository.js';
import { openGroup } from '../../persistence/group.repository.js';
import { DeploymentPlanner, type PlannedDeployment } from '../deployment-planner.js';
import { DeploymentDriver } from '../driver/deployment-driver.js';
import { dependenciesOf, providersOf } from '../planned-deployment.js';
import { PutDeploymentCommand, type PutDeploymentResult } from './put-deployment.command.js';

@CommandHandler(PutDeploymentCommand)
export class PutDeploymentHandler implements ICommandHandler<PutDeploymentCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(DeploymentPlanner) private readonly planner: DeploymentPlanner,
    @Inject(DeploymentDriver) private readonly driver: DeploymentDriver,
  ) {}

  /** Throws what the planner refuses, and deployment-active; nothing is made then. */
  async execute({ name, wanted, request }: PutDeploymentCommand): Promise<PutDeploymentResult> {
    const { caller, origin, correlationId } = request;
    const planned = await this.planner.plan(caller, name, wanted, origin);
    const { plan, facts, inputs } = planned;
    const { mode, location, tags } = wanted;
    const row: NewDeployment = {
      mode,
      ...(location === undefined ? {} : { location }),
      tags,
      template: wanted.template as object,
      templateHash: templateHash(wanted.template),
      inputs,
      facts,
      caller,
      parameters: plan.parameters,
      providers: providersOf(plan),
      dependencies: dependenciesOf(plan),
      correlationId,
    };
    const result = await this.database.transaction((sql) => store(sql, name, row, planned));
    this.driver.kick();
    return result;
  }
}

async function store(
  sql: EntityManager,
  name: DeploymentName,
  row: NewDeployment,
  { plan }: PlannedDeployment,
): Promise<PutDeploymentResult> {
  const { subscriptionId, groupName } = name;
  const group = groupName === undefined ? null : await openGroup(sql, { subscriptionId, groupName });
  const before = await findDeployment(sql, name, true);
  if (before?.status === 'Accepted' || before?.status === 'Running') throw active(name);
  if (before !== undefined) await deleteDeployment(sql, before.id);
  const id = await insertDeployment(
    sql,
    { ...name, name: before?.name ?? name.name },
    group?.id ?? null,
    row,
  );
  if (id === undefined) throw active(name);
  const operations = plan.resources.map((resource) => ({
    resourceId: resource.id,
    resourceType: resource.type,
    resourceName: resource.name,
  }));
  await insertDeploymentOperations(sql, id, operations);
  const deployment = await findDeploymentById(sql, id);
  if (deployment === undefined) throw new Error(`deployment ${id} vanished while it was made`);
  return { isNew: before === undefined, deployment };
}

function active({ name }: DeploymentName): RefusalError {
  return new RefusalError(refusal('deployment-active', `deployment ${name}`));
}
