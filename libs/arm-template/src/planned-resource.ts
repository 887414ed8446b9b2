import type { Environment } from './evaluation.js';
import type { JsonObject } from './json-value.js';

/** One resource of a deployment: what the template's loops, conditions and nesting come to. */
export interface PlannedResource {
  readonly id: string;
  /** Full type: `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Full name: `net/default`. */
  readonly name: string;
  readonly apiVersion: string;
  /** Where it stands in the template. */
  readonly path: string;
  /** Ids of the resources that must be there before it. */
  readonly dependsOn: readonly string[];
}

/** A resource while the plan is made. */
export interface Draft extends Omit<PlannedResource, 'dependsOn'> {
  readonly value: JsonObject;
  readonly environment: Environment;
  readonly symbol?: string;
  /** The loop that made it. */
  readonly loop?: { readonly name: string; readonly index: number; readonly batchSize?: number };
  /** The resource within which the template defines it. */
  readonly parentId?: string;
  /** What `dependsOn` names. */
  readonly needs: readonly string[];
  /** False for one whose condition is not met, and for one that the template only refers to. */
  readonly isDeployed: boolean;
}
