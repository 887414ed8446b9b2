import { COMPUTE } from './compute-contracts.js';
import { answers, get, model, NOTHING, type AnswerContract } from './contract-parts.js';
import { NETWORK } from './network-contracts.js';
import { RESOURCES, SUBSCRIPTIONS } from './resource-contracts.js';

export const ANSWER_CONTRACTS: readonly AnswerContract[] = [
  ...COMPUTE,
  ...NETWORK,
  ...RESOURCES,
  ...SUBSCRIPTIONS,
];

/** Routes that hang on any scope: these are their ends, behind the resource, group or subscription. */
export const EXTENSION_CONTRACTS: readonly AnswerContract[] = [
  ...['GET', 'PATCH'].map((method): AnswerContract => ({
    method,
    path: '/providers/Microsoft.Resources/tags/default',
    answers: { 200: model('resources.TagsResource') },
  })),
  {
    method: 'PUT',
    path: '/providers/Microsoft.Resources/tags/default',
    answers: { 200: model('resources.TagsResource') },
  },
  {
    method: 'DELETE',
    path: '/providers/Microsoft.Resources/tags/default',
    answers: { 200: NOTHING, 204: NOTHING },
  },
  get('/providers/Microsoft.Authorization/permissions', 'hand-written.PermissionPage'),
  get('/providers/Microsoft.Authorization/roleAssignments', 'hand-written.RoleAssignmentPage'),
  get('/providers/Microsoft.Authorization/roleAssignments/*', 'hand-written.RoleAssignment'),
  {
    method: 'PUT',
    path: '/providers/Microsoft.Authorization/roleAssignments/*',
    answers: answers([200, 201], model('hand-written.RoleAssignment')),
  },
  {
    method: 'DELETE',
    path: '/providers/Microsoft.Authorization/roleAssignments/*',
    answers: { 200: model('hand-written.RoleAssignment'), 204: NOTHING },
  },
  get('/providers/Microsoft.Authorization/roleDefinitions', 'hand-written.RoleDefinitionPage'),
  get('/providers/Microsoft.Authorization/roleDefinitions/*', 'hand-written.RoleDefinition'),
];

/** Namespaces of which no model is installed and none is written here: their answers are checked but for it. */
export const UNMODELLED_NAMESPACES: readonly string[] = ['microsoft.insights', 'microsoft.computeschedule'];
