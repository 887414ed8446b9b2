import {
  answers,
  get,
  GROUP,
  model,
  NOTHING,
  operation,
  post,
  SUBSCRIPTION,
  type AnswerContract,
} from './contract-parts.js';

const DEPLOYMENTS = [GROUP, SUBSCRIPTION].flatMap((scope): readonly AnswerContract[] => {
  const list = `${scope}/providers/Microsoft.Resources/deployments`;
  const one = `${list}/*`;
  const shown = model('hand-written.Deployment');
  return [
    get(list, 'hand-written.DeploymentPage'),
    get(one, 'hand-written.Deployment'),
    { method: 'HEAD', path: one, answers: { 204: NOTHING } },
    { method: 'PUT', path: one, answers: { 200: shown, 201: shown } },
    { method: 'DELETE', path: one, answers: { 202: NOTHING, 204: NOTHING } },
    post(`${one}/validate`, { 200: model('hand-written.DeploymentValidation') }),
    post(`${one}/whatIf`, { 200: model('hand-written.WhatIfAnswer'), 202: NOTHING }),
    post(`${one}/cancel`, { 204: NOTHING }),
    post(`${one}/exportTemplate`, { 200: model('hand-written.ExportedTemplate') }),
    get(`${one}/operations`, 'hand-written.DeploymentOperationPage'),
    get(`${one}/operations/*`, 'hand-written.DeploymentOperation'),
    // The same without the namespace, as az and the SDK ask for it.
    get(`${scope}/deployments/*/operations`, 'hand-written.DeploymentOperationPage'),
    get(`${scope}/deployments/*/operations/*`, 'hand-written.DeploymentOperation'),
    operation(`${one}/operationStatuses/*`),
    operation(`${one}/whatIfOperationResults/*`),
  ];
});

const FEATURES = `${SUBSCRIPTION}/providers/Microsoft.Features/features`;
const PROVIDER_FEATURES = `${SUBSCRIPTION}/providers/Microsoft.Features/providers/*/features`;

export const RESOURCES: readonly AnswerContract[] = [
  get(GROUP, 'resources.ResourceGroup'),
  { method: 'HEAD', path: GROUP, answers: { 204: NOTHING } },
  { method: 'PUT', path: GROUP, answers: answers([200, 201], model('resources.ResourceGroup')) },
  { method: 'PATCH', path: GROUP, answers: { 200: model('resources.ResourceGroup') } },
  { method: 'DELETE', path: GROUP, answers: { 202: NOTHING } },
  get(`${SUBSCRIPTION}/resourceGroups`, 'resources.ResourceGroupListResult'),
  get(`${GROUP}/resources`, 'resources.ResourceListResult'),
  get(`${SUBSCRIPTION}/resources`, 'resources.ResourceListResult'),
  get(`${SUBSCRIPTION}/providers`, 'resources.ProviderListResult'),
  get(`${SUBSCRIPTION}/providers/*`, 'resources.Provider'),
  post(`${SUBSCRIPTION}/providers/*/register`, { 200: model('resources.Provider') }),
  post(`${SUBSCRIPTION}/providers/*/unregister`, { 200: model('resources.Provider') }),
  { method: 'GET', path: `${SUBSCRIPTION}/operationresults/*`, answers: { 200: NOTHING, 202: NOTHING } },
  get(`${SUBSCRIPTION}/tagNames`, 'resources.TagsListResult'),
  {
    method: 'PUT',
    path: `${SUBSCRIPTION}/tagNames/*`,
    answers: answers([200, 201], model('resources.TagDetails')),
  },
  { method: 'DELETE', path: `${SUBSCRIPTION}/tagNames/*`, answers: { 200: NOTHING, 204: NOTHING } },
  {
    method: 'PUT',
    path: `${SUBSCRIPTION}/tagNames/*/tagValues/*`,
    answers: answers([200, 201], model('resources.TagValue')),
  },
  ...['moveResources', 'validateMoveResources'].map((action) =>
    post(`${GROUP}/${action}`, { 202: NOTHING, 204: NOTHING }),
  ),
  get(FEATURES, 'hand-written.FeaturePage'),
  get(PROVIDER_FEATURES, 'hand-written.FeaturePage'),
  get(`${PROVIDER_FEATURES}/*`, 'hand-written.Feature'),
  ...['register', 'unregister'].map((action) =>
    post(`${PROVIDER_FEATURES}/*/${action}`, { 200: model('hand-written.Feature') }),
  ),
  ...DEPLOYMENTS,
  post('/providers/Microsoft.Resources/calculateTemplateHash', { 200: model('hand-written.TemplateHash') }),
];

export const SUBSCRIPTIONS: readonly AnswerContract[] = [
  get('/subscriptions', 'subscriptions.SubscriptionListResult'),
  get(SUBSCRIPTION, 'subscriptions.Subscription'),
  get(`${SUBSCRIPTION}/locations`, 'subscriptions.LocationListResult'),
  get('/tenants', 'subscriptions.TenantListResult'),
];
