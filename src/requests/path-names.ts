import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z, type ZodType } from 'zod';
import { armName, type ArmNameKind } from '../arm/arm-name.js';
import { describeRoute } from '../arm/openapi/route-description.js';
import { schemaRefusals } from '../arm/schema-refusals.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { GroupName } from '../persistence/group.repository.js';
import type { VmName } from '../persistence/vm-facts.repository.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

/** Subscription ids are GUIDs; they are stored in lower case. */
export const SUBSCRIPTION_ID = z.string().toLowerCase();

const SCOPE = { subscriptionId: SUBSCRIPTION_ID, resourceGroupName: armName('group') };

/** The group that a path names, as a parameter of a handler. Throws RefusalError invalid-name. */
export function PathGroup(): ParameterDecorator {
  return pathNames(SCOPE, ({ subscriptionId, resourceGroupName }): GroupName => ({
    subscriptionId,
    groupName: resourceGroupName,
  }));
}

/** The resource that a path names by its parameter `param`. Throws RefusalError invalid-name. */
export function PathResource<const Param extends string>(
  param: Param,
  kind: ArmNameKind,
): ParameterDecorator {
  const schemas: Readonly<Record<string, ZodType<string>>> = { ...SCOPE, [param]: armName(kind) };
  return pathNames(schemas, (names): ArmName => ({
    subscriptionId: names['subscriptionId'] ?? '',
    groupName: names['resourceGroupName'] ?? '',
    name: names[param] ?? '',
  }));
}

/** A resource inside of others: its `name` is the chain of names from the outermost on, joined by slashes. */
export function PathChain(
  chain: readonly (readonly [param: string, kind: ArmNameKind])[],
): ParameterDecorator {
  const params = chain.map(([param]) => param);
  const schemas: Readonly<Record<string, ZodType<string>>> = {
    ...SCOPE,
    ...Object.fromEntries(chain.map(([param, kind]) => [param, armName(kind)])),
  };
  return pathNames(schemas, (names): ArmName => ({
    subscriptionId: names['subscriptionId'] ?? '',
    groupName: names['resourceGroupName'] ?? '',
    name: params.map((param) => names[param] ?? '').join('/'),
  }));
}

/** The VM that a path names by `vmName`. Throws RefusalError invalid-name. */
export function PathVm(): ParameterDecorator {
  return pathNames(
    { ...SCOPE, vmName: armName('vm') },
    ({ subscriptionId, resourceGroupName, vmName }): VmName => ({
      subscriptionId,
      groupName: resourceGroupName,
      vmName,
    }),
  );
}

function pathNames<Param extends string>(
  schemas: Readonly<Record<Param, ZodType<string>>>,
  build: (names: Readonly<Record<Param, string>>) => object,
): ParameterDecorator {
  const params = Object.keys(schemas) as Param[];
  const decorate = createParamDecorator((_: unknown, context: ExecutionContext) => {
    const given = context.switchToHttp().getRequest<FastifyRequest>().params as Readonly<
      Record<string, string>
    >;
    const names = params.map((name) => [name, readName(name, schemas[name], given[name])] as const);
    return build(Object.fromEntries(names) as Record<Param, string>);
  })();
  return (target, key, index) => {
    decorate(target, key, index);
    for (const name of params) describeRoute(target, key, { kind: 'path', name, schema: schemas[name] });
  };
}

function readName(name: string, schema: ZodType<string>, value: unknown): string {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = schemaRefusals(result.error.issues, value, { code: 'invalid-parameter', root: name });
  throw new RefusalError(first);
}
