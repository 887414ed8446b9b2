import { Controller, Inject, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { inLocation } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import type { ScheduledVerb } from '../../persistence/scheduled-action.repository.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { OPERATION_TYPES, type ResourceOperation } from '../action-document.js';
import { executeBody, submitBody, type ExecuteBody, type SubmitBody } from '../schedule.dto.js';
import { ScheduleActionsCommand, type WantedActions } from './schedule-actions.command.js';

/** The answer of the published model, the same for every action. */
export interface ScheduledDocument {
  readonly description: string;
  readonly type: 'VirtualMachines';
  readonly location: string;
  readonly results: readonly ResourceOperation[];
}

type Place = Pick<WantedActions, 'subscriptionId' | 'location'>;

const LOCATION_NAME = armName('location');

/** Members without effect (TORPOR-22). */
const IGNORED_OF_EXECUTION = ['executionParameters.optimizationPreference'] as const;
const IGNORED_OF_SUBMISSION = [...IGNORED_OF_EXECUTION, 'schedule.deadlineType'] as const;

/** What can be asked for many VMs, now or for later. */
const ACTIONS: readonly { readonly verb: string; readonly action: ScheduledVerb; readonly does: string }[] = [
  { verb: 'Start', action: 'start', does: 'Starts' },
  { verb: 'Deallocate', action: 'deallocate', does: 'Deallocates' },
  { verb: 'Hibernate', action: 'hibernate', does: 'Hibernates' },
];

const WAYS = [
  { way: 'Execute', body: executeBody, when: 'at once', ignores: IGNORED_OF_EXECUTION },
  { way: 'Submit', body: submitBody, when: 'at a deadline', ignores: IGNORED_OF_SUBMISSION },
] as const;

/** One controller for each action and way to ask for it. */
export const SCHEDULE_ACTIONS_CONTROLLERS = WAYS.flatMap((way) =>
  ACTIONS.map((action) => scheduleController(way, action)),
);

function scheduleController(
  { way, body: schema, when, ignores }: (typeof WAYS)[number],
  { verb, action, does }: (typeof ACTIONS)[number],
): Type<unknown> {
  @Controller()
  class ScheduleActionsController {
    constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

    @Covers({
      does: `${does} up to 100 VMs ${when}, each as an operation of its own, tried again as the retry policy says`,
      ignores,
    })
    @ArmPost(inLocation('Microsoft.ComputeSchedule', `virtualMachines${way}${verb}`))
    async schedule(
      @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
      @ArmParam('location', LOCATION_NAME) location: string,
      @RequestCaller() caller: Caller,
      @ArmBody(schema) body: ExecuteBody | SubmitBody,
      @ArmReply() reply: FastifyReply,
    ): Promise<ScheduledDocument> {
      warnIgnored(reply, ignoredOf(body));
      const wanted = wantedOf({ subscriptionId, location }, action, body, reply.request.id);
      const results = await this.commands.execute(new ScheduleActionsCommand(caller, wanted));
      return {
        description: `${OPERATION_TYPES[action]} Resource request`,
        type: 'VirtualMachines',
        location,
        results,
      };
    }
  }
  // The description of routes names operations after their controllers.
  Object.defineProperty(ScheduleActionsController, 'name', { value: `${way}${verb}Controller` });
  return ScheduleActionsController;
}

/** Those of a request; an action begins at its deadline, whatever type that has. */
function ignoredOf(body: ExecuteBody | SubmitBody): readonly string[] {
  const given = presentOf(IGNORED_OF_SUBMISSION, body);
  const isCompletion = 'schedule' in body && body.schedule.deadlineType === 'CompleteBy';
  return isCompletion ? given : given.filter((path) => path !== 'schedule.deadlineType');
}

function wantedOf(
  place: Place,
  action: ScheduledVerb,
  body: ExecuteBody | SubmitBody,
  requestId: string,
): WantedActions {
  const { executionParameters, resources, correlationid: correlationId = requestId } = body;
  const { retryPolicy } = executionParameters;
  return {
    ...place,
    action,
    resourceIds: resources.ids,
    ...('schedule' in body ? { deadline: deadlineOf(body.schedule) } : {}),
    ...(retryPolicy === undefined ? {} : { retryPolicy: definedOnly(retryPolicy) }),
    correlationId,
  };
}

function deadlineOf(schedule: SubmitBody['schedule']): NonNullable<WantedActions['deadline']> {
  const timeZone = schedule.timezone ?? schedule.timeZone;
  const text = schedule.deadline ?? schedule.deadLine ?? '';
  return { text, ...(timeZone === undefined ? {} : { timeZone }), type: schedule.deadlineType };
}

function definedOnly({
  retryCount,
  retryWindowInMinutes,
}: NonNullable<ExecuteBody['executionParameters']['retryPolicy']>): NonNullable<
  WantedActions['retryPolicy']
> {
  return {
    ...(retryCount === undefined ? {} : { retryCount }),
    ...(retryWindowInMinutes === undefined ? {} : { retryWindowInMinutes }),
  };
}
