import type { DeploymentFacts } from '../deployment-facts.js';
import type { JsonObject, JsonValue } from '../json-value.js';
import { type DeploymentPlan, planDeployment } from '../plan-deployment.js';
import { TemplateFault } from '../template-fault.js';

export const SUBSCRIPTION_ID = '11111111-1111-1111-1111-111111111111';
export const GROUP_ID = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg`;

export const FACTS: DeploymentFacts = {
  subscription: {
    id: SUBSCRIPTION_ID,
    tenantId: '22222222-2222-2222-2222-222222222222',
    displayName: 'Test',
  },
  group: { name: 'rg', location: 'eastus', tags: { team: 'night' } },
  deployment: { name: 'main', mode: 'Incremental' },
  environment: { name: 'Torpor' },
};

export const ENVELOPE = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  resources: [],
} as const;

export interface PlanOptions {
  readonly parameters?: JsonObject;
  readonly facts?: DeploymentFacts;
}

/** A plan of a whole template. */
export function planOfWhole(
  template: JsonValue,
  { parameters = {}, facts = FACTS }: PlanOptions = {},
): DeploymentPlan {
  return planDeployment({
    template,
    parameters,
    facts,
    utcNow: '2026-01-02T03:04:05.678Z',
    guidSeed: 'seed',
  });
}

/** A plan of a template that has these members besides its envelope. */
export function planOf(
  members: JsonObject,
  { parameters = {}, facts = FACTS }: PlanOptions = {},
): DeploymentPlan {
  return planOfWhole({ ...ENVELOPE, ...members }, { parameters, facts });
}

/** What a template expression gives. Throws TemplateFault. */
export function valueOf(
  expression: JsonValue,
  members: JsonObject = {},
  options: PlanOptions = {},
): JsonValue {
  const outputs = { result: { type: 'object', value: { of: expression } } };
  const outcome = planOf({ ...members, outputs }, options).outputs(new Map());
  if (outcome.kind === 'needs') throw new Error(`${outcome.reference.id} is needed`);
  const shown = outcome.value['result']?.value as JsonObject | undefined;
  return shown?.['of'] ?? null;
}

/** Why a template is refused: path, position and message; `undefined` when it is not. */
export function faultOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const { path = '', position, message } = error;
    return `${path}${position === undefined ? '' : `:${position}`} | ${message}`;
  }
}

/** A network interface of a template. */
export function nic(name: string, members: JsonObject = {}): JsonObject {
  return {
    type: 'Microsoft.Network/networkInterfaces',
    apiVersion: '2015-06-15',
    name,
    location: 'eastus',
    ...members,
  };
}
export const nicId = (name: string) => `${GROUP_ID}/providers/Microsoft.Network/networkInterfaces/${name}`;
