import { filterClauses, notUnderstood } from '../../arm/odata-filter.js';
import { scopeKey } from '../../authorization/scope.js';
import type { ActivityFilter } from '../../persistence/activity-log.repository.js';

export type ActivityConditions = Omit<ActivityFilter, 'subscriptionId' | 'visibleScopes' | 'limit' | 'after'>;

/** The conditions of Azure's `$filter` on events; channels are always those of operations. */
export function activityConditions(filter: string): ActivityConditions {
  let conditions: ActivityConditions = {};
  for (const clause of filterClauses(filter)) {
    if (clause.kind === 'call') throw notUnderstood(`events are not filtered by ${clause.name}()`);
    const { member, operator, value } = clause;
    if (member === 'eventtimestamp') {
      conditions = { ...conditions, ...timeCondition(operator, value) };
    } else if (operator === 'eq') {
      conditions = { ...conditions, ...equality(member, value) };
    } else throw notUnderstood(`events are not filtered by ${member} ${operator}`);
  }
  return conditions;
}

function timeCondition(operator: string, value: string): ActivityConditions {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw notUnderstood(`${JSON.stringify(value)} is not a time`);
  const time = new Date(at).toISOString();
  switch (operator) {
    case 'ge':
    case 'gt':
      return { from: time };
    case 'le':
    case 'lt':
      return { to: time };
    default:
      throw notUnderstood(`times are not compared by ${operator}`);
  }
}

function equality(member: string, value: string): ActivityConditions {
  switch (member) {
    case 'resourcegroupname':
      return { groupKey: value.toLowerCase() };
    case 'resourceid':
    case 'resourceuri':
      return { scopeKey: scopeKey(value.replace(/\/$/, '')) };
    case 'resourceprovider':
      return { provider: value.toLowerCase() };
    case 'correlationid':
      return { correlationId: value.toLowerCase() };
    case 'caller':
      return { caller: value };
    case 'status':
      return { status: value };
    case 'eventchannels':
      return {};
    default:
      throw notUnderstood(`events are not filtered by ${member}`);
  }
}
