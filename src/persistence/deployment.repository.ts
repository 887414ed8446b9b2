import { randomUUID } from 'node:crypto';
import { row, rows, touched, type Sql } from './sql.js';

/** A deployment by its place and name; without a group it is one to the subscription. */
export interface DeploymentName {
  readonly subscriptionId: string;
  readonly groupName?: string;
  readonly name: string;
}

export type DeploymentStatus = 'Accepted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';
export type EndedDeploymentStatus = Exclude<DeploymentStatus, 'Accepted' | 'Running'>;

/** Why a deployment, or the making of one resource, failed: in the shape of Azure's errors. */
export interface DeploymentError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly DeploymentError[];
}

/** What a plan is made from besides the template. It holds secrets, and is forgotten when the deployment ends. */
export interface DeploymentInputs {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly utcNow: string;
  readonly guidSeed: string;
}

export interface DeploymentDependency {
  readonly id: string;
  readonly resourceType: string;
  readonly resourceName: string;
}

export interface NewDeployment {
  readonly mode: 'Incremental' | 'Complete';
  readonly location?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly template: object;
  readonly templateHash: string;
  readonly inputs: DeploymentInputs;
  /** What functions of the template tell about the deployment. */
  readonly facts: object;
  /** In whose name the resources are made. */
  readonly caller: object;
  /** Without the values of secure ones. */
  readonly parameters: object;
  readonly providers: readonly object[];
  readonly dependencies: readonly object[];
  readonly correlationId: string;
}

export interface DeploymentRow extends Omit<NewDeployment, 'location' | 'inputs'> {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupName: string | null;
  readonly name: string;
  readonly location: string | null;
  readonly status: DeploymentStatus;
  readonly inputs: DeploymentInputs | null;
  readonly outputs: object | null;
  readonly outputResources: readonly { readonly id: string }[] | null;
  readonly error: DeploymentError | null;
  readonly operationId: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
}

const SELECT = `
  select d.id, d.subscription_id as "subscriptionId", g.name as "groupName", d.name, d.location, d.tags, d.mode,
         d.status, d.template, d.template_hash as "templateHash", d.inputs, d.facts, d.caller, d.parameters,
         d.providers, d.dependencies, d.outputs, d.output_resources as "outputResources", d.error,
         d.correlation_id as "correlationId", d.operation_id as "operationId", d.attempts,
         d.created_at as "createdAt", d.updated_at as "updatedAt", d.ended_at as "endedAt"
    from deployment d left join resource_group g on g.id = d.group_id`;

const BY_NAME = `d.subscription_id = $1 and d.name_key = lower($3)
  and (case when $2::text is null then d.group_id is null else g.name_key = lower($2) end)`;

function nameParameters({ subscriptionId, groupName, name }: DeploymentName): unknown[] {
  return [subscriptionId, groupName ?? null, name];
}

/** A deployment by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findDeployment(
  sql: Sql,
  name: DeploymentName,
  lock = false,
): Promise<DeploymentRow | undefined> {
  return row<DeploymentRow>(
    sql,
    `${SELECT} where ${BY_NAME} ${lock ? 'for update of d' : ''}`,
    nameParameters(name),
  );
}

export async function findDeploymentById(sql: Sql, id: string): Promise<DeploymentRow | undefined> {
  return row<DeploymentRow>(sql, `${SELECT} where d.id = $1`, [id]);
}

export interface DeploymentListScope extends Omit<DeploymentName, 'name'> {
  readonly limit: number;
  readonly after?: string;
  readonly status?: string;
}

/** In the order of their names, one more than the limit when there are more. */
export async function listDeployments(
  sql: Sql,
  scope: DeploymentListScope,
): Promise<readonly DeploymentRow[]> {
  const { subscriptionId, groupName, limit, after, status } = scope;
  return rows<DeploymentRow>(
    sql,
    `${SELECT}
      where d.subscription_id = $1
        and (case when $2::text is null then d.group_id is null else g.name_key = lower($2) end)
        and ($3::text is null or d.name_key collate "C" > $3 collate "C")
        and ($4::text is null or lower(d.status) = lower($4))
      order by d.name_key collate "C" limit $5`,
    [subscriptionId, groupName ?? null, after ?? null, status ?? null, limit + 1],
  );
}

/**
 * Records a deployment that has been accepted, in place of one of the same name that has ended; answers with its
 * id, or with `undefined` when another one of the name was recorded at the same time.
 */
export async function insertDeployment(
  sql: Sql,
  { subscriptionId, name }: DeploymentName,
  groupId: string | null,
  wanted: NewDeployment,
): Promise<string | undefined> {
  const id = randomUUID();
  const json = (value: object) => JSON.stringify(value);
  const made = await withoutShowing(
    sql,
    `insert into deployment (id, subscription_id, group_id, name, name_key, location, tags, mode, status, template,
                             template_hash, inputs, facts, caller, parameters, providers, dependencies,
                             correlation_id, operation_id)
     values ($1, $2, $3, $4, lower($4), $5, $6, $7, 'Accepted', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict do nothing returning 1`,
    [
      id,
      subscriptionId,
      groupId,
      name,
      wanted.location ?? null,
      json(wanted.tags),
      wanted.mode,
      json(wanted.template),
      wanted.templateHash,
      json(wanted.inputs),
      json(wanted.facts),
      json(wanted.caller),
      json(wanted.parameters),
      json(wanted.providers),
      json(wanted.dependencies),
      wanted.correlationId,
      randomUUID(),
    ],
  );
  return made === 1 ? id : undefined;
}

/** Runs a statement whose parameters are secret: an error that carries them would take them to the log. */
async function withoutShowing(sql: Sql, statement: string, parameters: readonly unknown[]): Promise<number> {
  try {
    return await touched(sql, statement, parameters);
  } catch (error) {
    // Not even as the cause: the original error carries the parameters.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(`a deployment could not be stored: ${error instanceof Error ? error.message : ''}`);
  }
}

export async function deleteDeployment(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from deployment where id = $1', [id]);
}

/** Says whether there was anything to cancel. What has not been started is not started any more (ASSUME-37). */
export async function cancelDeployment(sql: Sql, id: string): Promise<boolean> {
  const canceled = await touched(
    sql,
    `update deployment set status = 'Canceled', inputs = null, lease_owner = null, lease_until = null,
            ended_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and status in ('Accepted', 'Running') returning 1`,
    [id],
  );
  await sql.query(
    `update deployment_operation set status = 'Canceled', ended_at = clock_timestamp()
      where deployment_id = $1 and status in ('Pending', 'Running')
        and exists (select 1 from deployment d where d.id = $1 and d.status = 'Canceled')`,
    [id],
  );
  return canceled === 1;
}

/** The right of one process to drive a deployment: it ends when somebody else takes it, or the deployment ends. */
export interface DeploymentLease {
  readonly deploymentId: string;
  readonly owner: string;
}

/** Leases deployments that nobody drives, oldest first. */
export async function claimDeployments(
  sql: Sql,
  { owner, leaseSeconds, limit }: { owner: string; leaseSeconds: number; limit: number },
): Promise<readonly string[]> {
  const claimed = await rows<{ id: string }>(
    sql,
    `update deployment set status = 'Running', lease_owner = $1, attempts = attempts + 1,
            lease_until = clock_timestamp() + make_interval(secs => $2::double precision)
      where id in (select id from deployment
                    where status in ('Accepted', 'Running')
                      and (lease_until is null or lease_until < clock_timestamp())
                    order by created_at limit $3 for update skip locked)
     returning id`,
    [owner, leaseSeconds, limit],
  );
  return claimed.map(({ id }) => id);
}

/** Says whether the lease still holds. */
export async function renewLease(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  leaseSeconds: number,
): Promise<boolean> {
  const renewed = await touched(
    sql,
    `update deployment set lease_until = clock_timestamp() + make_interval(secs => $3::double precision)
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [deploymentId, owner, leaseSeconds],
  );
  return renewed === 1;
}

/** Lets others drive a deployment from now on, or after some seconds. */
export async function releaseLease(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  afterSeconds = 0,
): Promise<void> {
  await sql.query(
    `update deployment set lease_owner = null,
            lease_until = clock_timestamp() + make_interval(secs => $3::double precision)
      where id = $1 and lease_owner = $2`,
    [deploymentId, owner, afterSeconds],
  );
}

export interface DeploymentEnd {
  readonly status: EndedDeploymentStatus;
  readonly outputs?: object;
  readonly outputResources?: readonly { readonly id: string }[];
  readonly error?: DeploymentError;
}

/** Ends a deployment, and forgets its secrets; says whether the lease still held. */
export async function endDeployment(
  sql: Sql,
  { deploymentId, owner }: DeploymentLease,
  { status, outputs, outputResources, error }: DeploymentEnd,
): Promise<boolean> {
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  const ended = await touched(
    sql,
    `update deployment set status = $3, outputs = $4, output_resources = $5, error = $6, inputs = null,
            lease_owner = null, lease_until = null, ended_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [deploymentId, owner, status, json(outputs), json(outputResources), json(error)],
  );
  return ended === 1;
}
