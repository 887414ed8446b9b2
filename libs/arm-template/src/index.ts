export { type DeploymentFacts, resourceIdBelow, scopeIdOf } from './deployment-facts.js';
export type { Reference } from './evaluation.js';
export { FUNCTIONS } from './functions/function-table.js';
export { isArray, isObject, isSame, type JsonObject, type JsonValue, memberOf } from './json-value.js';
export { LIMITS } from './limits.js';
export type { ShownValue } from './parameters.js';
export {
  DeploymentPlan,
  type Outcome,
  planDeployment,
  type PlanInputs,
  type ReadResources,
  templateHash,
} from './plan-deployment.js';
export type { PlannedResource } from './planned-resource.js';
export { TemplateFault } from './template-fault.js';
export { changesOf, type Comparison, type PropertyChange } from './property-changes.js';
