import type { MapperProperty, MapperType } from './published-models.js';

/**
 * Models of answers for which no SDK with mappers is installed, in the notation of the mappers. Sources: the REST
 * reference of Microsoft.Resources (deployments), Microsoft.Features and Microsoft.Authorization.
 */

type Member = MapperType | readonly [type: MapperType, how: 'required' | 'nullable'];
type Members = Readonly<Record<string, Member>>;

const TEXT: MapperType = { name: 'String' };
const NUMBER: MapperType = { name: 'Number' };
const TIME: MapperType = { name: 'DateTime' };
const SPAN: MapperType = { name: 'TimeSpan' };
const ANY: MapperType = { name: 'any' };
const oneOf = (...allowedValues: readonly string[]): MapperType => ({ name: 'Enum', allowedValues });
const listOf = (type: MapperType): MapperType => ({ name: 'Sequence', element: { type } });
const mapOf = (type: MapperType): MapperType => ({ name: 'Dictionary', value: { type } });
const a = (className: string): MapperType => ({ name: 'Composite', className });
const required = (type: MapperType) => [type, 'required'] as const;
const orNull = (type: MapperType) => [type, 'nullable'] as const;

function model(className: string, members: Members): { readonly type: MapperType } {
  const modelProperties = Object.fromEntries(
    Object.entries(members).map(([serializedName, given]): [string, MapperProperty] => {
      const [type, how] = 'name' in given ? [given, undefined] : given;
      const flags = { required: how === 'required', nullable: how === 'nullable' };
      return [serializedName, { serializedName, type, ...flags }];
    }),
  );
  return { type: { name: 'Composite', className, modelProperties } };
}

const page = (name: string, item: string) =>
  model(name, { value: required(listOf(a(item))), nextLink: TEXT });

const DEPLOYMENT_STATE = oneOf(
  'NotSpecified',
  'Accepted',
  'Running',
  'Ready',
  'Creating',
  'Created',
  'Deleting',
  'Deleted',
  'Canceled',
  'Failed',
  'Succeeded',
  'Updating',
);

const models = [
  model('OperationStatus', {
    id: TEXT,
    name: TEXT,
    status: required(TEXT),
    startTime: TIME,
    endTime: TIME,
    percentComplete: NUMBER,
    properties: a('OperationStatusProperties'),
    error: a('ArmError'),
  }),
  model('OperationStatusProperties', { output: ANY }),
  model('ErrorAnswer', { error: required(a('ArmError')) }),
  model('ArmError', {
    code: required(TEXT),
    message: required(TEXT),
    target: TEXT,
    details: listOf(a('ArmErrorDetail')),
    innererror: ANY,
    additionalInfo: listOf(a('ArmErrorInfo')),
  }),
  model('ArmErrorDetail', {
    code: required(TEXT),
    message: required(TEXT),
    target: TEXT,
    details: listOf(a('ArmErrorDetail')),
    additionalInfo: listOf(a('ArmErrorInfo')),
  }),
  model('ArmErrorInfo', { type: required(TEXT), info: required(ANY) }),
  model('Deployment', {
    id: required(TEXT),
    name: required(TEXT),
    type: required(TEXT),
    location: TEXT,
    tags: mapOf(TEXT),
    properties: required(a('DeploymentProperties')),
  }),
  model('DeploymentProperties', {
    provisioningState: required(DEPLOYMENT_STATE),
    mode: required(oneOf('Incremental', 'Complete')),
    correlationId: TEXT,
    timestamp: TIME,
    duration: SPAN,
    templateHash: TEXT,
    template: ANY,
    templateLink: ANY,
    parameters: ANY,
    parametersLink: ANY,
    debugSetting: ANY,
    onErrorDeployment: ANY,
    outputs: mapOf(a('DeploymentOutput')),
    providers: listOf(a('DeploymentProvider')),
    dependencies: listOf(a('DeploymentDependency')),
    outputResources: listOf(a('ResourceReference')),
    validatedResources: listOf(a('ResourceReference')),
    validationLevel: oneOf('Template', 'Provider', 'ProviderNoRbac'),
    error: a('ArmError'),
  }),
  model('DeploymentOutput', { type: required(TEXT), value: ANY, metadata: ANY }),
  model('DeploymentProvider', {
    id: TEXT,
    namespace: required(TEXT),
    registrationState: TEXT,
    resourceTypes: listOf(a('DeploymentResourceType')),
  }),
  model('DeploymentResourceType', {
    resourceType: required(TEXT),
    // A type that is in no location has a list of one null here.
    locations: listOf(ANY),
    apiVersions: listOf(TEXT),
    capabilities: TEXT,
    properties: ANY,
    apiProfiles: ANY,
    aliases: ANY,
  }),
  model('DeploymentDependency', {
    dependsOn: required(listOf(a('NamedResource'))),
    id: required(TEXT),
    resourceType: required(TEXT),
    resourceName: required(TEXT),
    apiVersion: TEXT,
  }),
  model('NamedResource', {
    id: required(TEXT),
    resourceType: required(TEXT),
    resourceName: required(TEXT),
    apiVersion: TEXT,
  }),
  model('ResourceReference', { id: required(TEXT), apiVersion: TEXT, resourceType: TEXT }),
  page('DeploymentPage', 'Deployment'),
  model('DeploymentValidation', {
    id: TEXT,
    name: TEXT,
    type: TEXT,
    properties: a('DeploymentProperties'),
    error: a('ArmError'),
  }),
  model('DeploymentOperation', {
    id: required(TEXT),
    operationId: required(TEXT),
    properties: required(a('DeploymentOperationProperties')),
  }),
  model('DeploymentOperationProperties', {
    provisioningOperation: TEXT,
    provisioningState: required(TEXT),
    timestamp: TIME,
    duration: SPAN,
    trackingId: TEXT,
    serviceRequestId: TEXT,
    statusCode: TEXT,
    statusMessage: ANY,
    targetResource: a('NamedResource'),
    request: ANY,
    response: ANY,
  }),
  page('DeploymentOperationPage', 'DeploymentOperation'),
  model('WhatIfAnswer', { status: required(TEXT), properties: a('WhatIfProperties'), error: a('ArmError') }),
  model('WhatIfProperties', {
    correlationId: TEXT,
    changes: listOf(a('WhatIfChange')),
    potentialChanges: listOf(a('WhatIfChange')),
    diagnostics: ANY,
  }),
  model('WhatIfChange', {
    resourceId: required(TEXT),
    deploymentId: TEXT,
    symbolicName: TEXT,
    identifiers: ANY,
    changeType: required(oneOf('Create', 'Delete', 'Ignore', 'Deploy', 'NoChange', 'Modify', 'Unsupported')),
    unsupportedReason: TEXT,
    before: ANY,
    after: ANY,
    delta: ANY,
  }),
  model('Feature', {
    id: required(TEXT),
    name: required(TEXT),
    type: required(TEXT),
    properties: required(a('FeatureState')),
  }),
  model('FeatureState', { state: required(TEXT) }),
  page('FeaturePage', 'Feature'),
  model('TemplateHash', { minifiedTemplate: required(TEXT), templateHash: required(TEXT) }),
  model('ExportedTemplate', { template: ANY, error: a('ArmError') }),
  model('RoleAssignment', {
    id: required(TEXT),
    name: required(TEXT),
    type: required(TEXT),
    properties: required(a('RoleAssignmentProperties')),
  }),
  model('RoleAssignmentProperties', {
    roleDefinitionId: required(TEXT),
    principalId: required(TEXT),
    principalType: oneOf('User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device'),
    scope: required(TEXT),
    description: orNull(TEXT),
    condition: orNull(TEXT),
    conditionVersion: orNull(TEXT),
    createdOn: TIME,
    updatedOn: TIME,
    createdBy: orNull(TEXT),
    updatedBy: orNull(TEXT),
    delegatedManagedIdentityResourceId: orNull(TEXT),
  }),
  page('RoleAssignmentPage', 'RoleAssignment'),
  model('RoleDefinition', {
    id: required(TEXT),
    name: required(TEXT),
    type: required(TEXT),
    properties: required(a('RoleDefinitionProperties')),
  }),
  model('RoleDefinitionProperties', {
    roleName: required(TEXT),
    type: required(oneOf('BuiltInRole', 'CustomRole')),
    description: orNull(TEXT),
    assignableScopes: required(listOf(TEXT)),
    permissions: required(listOf(a('RolePermission'))),
    createdOn: TIME,
    updatedOn: TIME,
    createdBy: orNull(TEXT),
    updatedBy: orNull(TEXT),
  }),
  model('RolePermission', {
    actions: required(listOf(TEXT)),
    notActions: required(listOf(TEXT)),
    dataActions: listOf(TEXT),
    notDataActions: listOf(TEXT),
    condition: orNull(TEXT),
    conditionVersion: orNull(TEXT),
  }),
  page('RoleDefinitionPage', 'RoleDefinition'),
  page('PermissionPage', 'RolePermission'),
  model('AnyPage', { value: required(listOf(ANY)), nextLink: TEXT }),
];

export const HAND_WRITTEN: Readonly<Record<string, { readonly type: MapperType }>> = Object.fromEntries(
  models.map((each) => [each.type.className, each]),
);
