import { z } from 'zod';
import { filterClauses, notUnderstood } from '../../arm/odata-filter.js';

export interface AssignmentFilter {
  /** Only assignments over the scope and above it. */
  readonly isAtScope: boolean;
  readonly principalId?: string;
}

/** `atScope()`, `principalId eq '…'` and `assignedTo('…')`; there are no groups, so that the last two find the same. */
export function assignmentFilter(filter: string): AssignmentFilter {
  let isAtScope = false;
  let principalId: string | undefined;
  for (const clause of filterClauses(filter)) {
    if (clause.kind === 'call' && clause.name === 'atscope') isAtScope = true;
    else if (clause.kind === 'call' && clause.name === 'assignedto') {
      isAtScope = true;
      principalId = guidOf(clause.argument ?? '');
    } else if (clause.kind === 'comparison' && clause.member === 'principalid' && clause.operator === 'eq') {
      principalId = guidOf(clause.value);
    } else {
      const what = clause.kind === 'call' ? `${clause.name}()` : `${clause.member} ${clause.operator}`;
      throw notUnderstood(`role assignments are not filtered by ${what}`);
    }
  }
  return principalId === undefined ? { isAtScope } : { isAtScope, principalId };
}

function guidOf(text: string): string {
  const guid = z.guid().safeParse(text.replace(/^\{(.*)\}$/, '$1'));
  if (guid.success) return guid.data.toLowerCase();
  throw notUnderstood('a principal is named by a GUID');
}
