import { TENANT_ID } from '../identity/subscriptions.js';
import type { StoredActivity } from '../persistence/activity-log.repository.js';

/** A word as the activity log shows it: a value, and the same for people. */
interface Localizable {
  readonly value: string;
  readonly localizedValue: string;
}

/** One event as `az monitor activity-log list` reads it. */
export interface ActivityDocument {
  readonly id: string;
  readonly eventDataId: string;
  readonly eventName: Localizable;
  readonly category: Localizable;
  readonly channels: 'Operation';
  readonly level: 'Informational' | 'Error';
  readonly eventTimestamp: string;
  readonly submissionTimestamp: string;
  readonly correlationId: string;
  readonly operationId: string;
  readonly operationName: Localizable;
  readonly status: Localizable;
  readonly subStatus: Localizable;
  readonly caller: string;
  readonly authorization: { readonly action: string; readonly scope: string };
  readonly claims: Readonly<Record<string, string>>;
  readonly httpRequest: {
    readonly clientRequestId: string | null;
    readonly clientIpAddress: string | null;
    readonly method: string;
    readonly uri: string;
  };
  readonly resourceId: string;
  readonly resourceGroupName: string;
  readonly resourceProviderName: Localizable;
  readonly resourceType: Localizable;
  readonly subscriptionId: string | null;
  readonly tenantId: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, string>>;
}

export function activityDocument(activity: StoredActivity): ActivityDocument {
  const { at, action, event, caller, correlationId, subscriptionId } = activity;
  const { scope, httpStatus, code, appId, commandName } = event;
  const words = action.split('/');
  return {
    id: `${scope === '/' ? '' : scope}/events/${event.eventDataId}/ticks/${ticksOf(at)}`,
    eventDataId: event.eventDataId,
    eventName: localizable('EndRequest'),
    category: localizable('Administrative'),
    channels: 'Operation',
    level: activity.status === 'Failed' ? 'Error' : 'Informational',
    eventTimestamp: at,
    submissionTimestamp: at,
    correlationId,
    operationId: event.operationId,
    operationName: localizable(action),
    status: localizable(activity.status),
    subStatus: localizable(code ?? String(httpStatus)),
    caller,
    authorization: { action, scope },
    claims: {
      'http://schemas.microsoft.com/identity/claims/objectidentifier': activity.principalId,
      ...(appId === undefined ? {} : { appid: appId }),
    },
    httpRequest: {
      clientRequestId: event.clientRequestId ?? null,
      clientIpAddress: event.clientAddress ?? null,
      method: event.method,
      uri: event.path,
    },
    resourceId: scope,
    resourceGroupName: activity.groupKey ?? '',
    resourceProviderName: localizable(words[0] ?? ''),
    // An action ends in a verb, or in "<verb>/action".
    resourceType: localizable(words.slice(0, words.at(-1) === 'action' ? -2 : -1).join('/')),
    subscriptionId,
    tenantId: TENANT_ID,
    description: '',
    properties: {
      statusCode: String(httpStatus),
      serviceRequestId: event.requestId,
      ...(code === undefined ? {} : { statusMessage: code }),
      ...(commandName === undefined ? {} : { commandName }),
    },
  };
}

function localizable(value: string): Localizable {
  return { value, localizedValue: value };
}

/** Unit of .NET: 100 ns since the year 1, as ids of events end in it. */
function ticksOf(at: string): string {
  return String(BigInt(Date.parse(at)) * 10_000n + 621_355_968_000_000_000n);
}
