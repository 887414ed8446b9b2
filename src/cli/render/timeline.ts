import type { OperationDocument, OperationState, StepDocument, StepStatus } from '../api-types.js';
import { printable } from './printable.js';
import { duration, offset } from './quantities.js';
import { PLAIN, type Style } from './style.js';

/** Left of the point of no return, on it, behind it. */
const ZONE_MARKS = { compensatable: '', pivot: 'pivot', retriable: 'forward' } as const satisfies Record<
  StepDocument['zone'],
  string
>;

const AT_WIDTH = 10;
const TOOK_WIDTH = 9;
const ZONE_WIDTH = 7;
const OUTCOME_WIDTH = 'undo-failed'.length;

/** The steps of an operation, one line each, below a line of titles. Times are emulated. */
export function timelineLines(operation: OperationDocument, style: Style = PLAIN): readonly string[] {
  const { steps } = operation.properties;
  return [timelineHeading(steps, style), ...steps.map((step) => stepLine(step, steps, style))];
}

/** The line of titles above the steps. */
export function timelineHeading(steps: readonly StepDocument[], style: Style = PLAIN): string {
  const titles = [
    'at'.padStart(AT_WIDTH),
    'took'.padStart(TOOK_WIDTH),
    'zone'.padEnd(ZONE_WIDTH),
    'step'.padEnd(nameWidth(steps)),
    'outcome',
  ];
  return style.strong(titles.join('  '));
}

/** One step among `steps`, which give the width of the names. `marker` stands before what is under way. */
export function stepLine(
  step: StepDocument,
  steps: readonly StepDocument[],
  style: Style = PLAIN,
  marker = '',
): string {
  const { startedAtMs, endedAtMs, status, zone } = step;
  const hasTaken = startedAtMs !== undefined && endedAtMs !== undefined && status !== 'skipped';
  const took = hasTaken ? duration(endedAtMs - startedAtMs) : '';
  const line = [
    style.faint(offset(startedAtMs).padStart(AT_WIDTH)),
    took.padStart(TOOK_WIDTH),
    (zone === 'pivot' ? style.strong : style.faint)(ZONE_MARKS[zone].padEnd(ZONE_WIDTH)),
    printable(step.name).padEnd(nameWidth(steps)),
    stepStyle(status, style)((marker + status).padEnd(OUTCOME_WIDTH)),
    printable(step.reason ?? ''),
  ];
  return line.join('  ').trimEnd();
}

/** `hibernate-vm of web-1: succeeded in 41.2 s of emulated time`. */
export function operationTitle(operation: OperationDocument, style: Style = PLAIN): string {
  const { pipeline, vmName, status, tookMs } = operation.properties;
  const of = vmName === undefined ? '' : ` of ${printable(vmName)}`;
  const took =
    tookMs === undefined
      ? ''
      : ` ${status === 'running' ? 'for' : 'in'} ${duration(tookMs)} of emulated time`;
  return `${style.strong(printable(pipeline) + of)}: ${stateStyle(status, style)(status)}${took}`;
}

function nameWidth(steps: readonly StepDocument[]): number {
  return Math.max('step'.length, ...steps.map(({ name }) => printable(name).length));
}

function stepStyle(status: StepStatus, style: Style): (text: string) => string {
  switch (status) {
    case 'done':
      return style.good;
    case 'failed':
    case 'undo-failed':
      return style.bad;
    case 'undoing':
    case 'undone':
      return style.warning;
    case 'running':
    case 'waiting':
      return style.active;
    case 'pending':
    case 'skipped':
      return style.faint;
    default:
      return unknownStyle(status, style);
  }
}

/** How the state of an operation stands out. */
export function stateStyle(state: OperationState, style: Style): (text: string) => string {
  switch (state) {
    case 'succeeded':
      return style.good;
    case 'failed':
    case 'stuck':
      return style.bad;
    case 'canceled':
      return style.warning;
    case 'running':
      return style.active;
    default:
      return unknownStyle(state, style);
  }
}

/** A newer server may know statuses that this client does not: they are shown as they are. */
function unknownStyle(_status: never, style: Style): (text: string) => string {
  return style.faint;
}
