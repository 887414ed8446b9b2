import { z } from 'zod';
import type { JsonObject, JsonValue } from '#libs/arm-template';
import { armWord, LOCATION, TAGS } from '../requests/arm-schemas.js';

const JSON_OBJECT = z.record(z.string(), z.unknown()).transform((object) => object as JsonObject);

/** What is accepted and has no effect here. */
const IGNORED = z.unknown().optional();

/** A member that would make this service fetch something from elsewhere. */
function notFetched(instead: string) {
  return z
    .unknown()
    .refine((value) => value === undefined || value === null, `is not emulated: ${instead}`)
    .optional();
}

const PROPERTIES = {
  mode: armWord('Incremental', 'Complete'),
  template: JSON_OBJECT,
  parameters: JSON_OBJECT.nullish(),
  templateLink: notFetched('nothing is fetched; send the template itself'),
  parametersLink: notFetched('nothing is fetched; send the parameters themselves'),
  onErrorDeployment: notFetched('a deployment that fails is left as it is'),
  debugSetting: IGNORED,
  expressionEvaluationOptions: IGNORED,
  validationLevel: IGNORED,
  diagnosticSettings: IGNORED,
} as const;

/** Body of a deployment that is to be made or validated. The template is checked by itself. */
export const DEPLOYMENT_BODY = z.strictObject({
  location: LOCATION.nullish(),
  tags: TAGS.nullish(),
  properties: z.strictObject(PROPERTIES),
});

/** Body of a preview. */
export const PREVIEW_BODY = z.strictObject({
  location: LOCATION.nullish(),
  tags: TAGS.nullish(),
  properties: z.strictObject({
    ...PROPERTIES,
    whatIfSettings: z
      .strictObject({ resultFormat: armWord('FullResourcePayloads', 'ResourceIdOnly').nullish() })
      .nullish(),
  }),
});

export type DeploymentBody = z.output<typeof DEPLOYMENT_BODY>;
export type PreviewBody = z.output<typeof PREVIEW_BODY>;

/** A deployment as it was asked for. */
export interface WantedDeployment {
  readonly mode: 'Incremental' | 'Complete';
  readonly template: JsonValue;
  readonly parameters: JsonObject;
  readonly location?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function wantedDeployment({
  location,
  tags,
  properties,
}: DeploymentBody | PreviewBody): WantedDeployment {
  return {
    mode: properties.mode,
    template: properties.template,
    parameters: properties.parameters ?? {},
    ...(location === undefined || location === null ? {} : { location }),
    tags: tags ?? {},
  };
}

/** Members of a body that have no effect here (TORPOR-22). */
export const IGNORED_OF_DEPLOYMENT = [
  'properties.debugSetting',
  'properties.expressionEvaluationOptions',
  'properties.validationLevel',
  'properties.diagnosticSettings',
] as const;
