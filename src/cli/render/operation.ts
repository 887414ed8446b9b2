import type { OperationDocument } from '../api-types.js';
import { guestStepLines } from './guest-steps.js';
import { matchTableLines } from './match-table.js';
import { printable } from './printable.js';
import { offset } from './quantities.js';
import { PLAIN, type Style } from './style.js';
import { operationTitle, timelineLines } from './timeline.js';
import { operationProblemLines, verdictLines } from './verdict.js';
import { vfMoveLines } from './vf-moves.js';

export interface RenderOptions {
  /** Columns of the terminal; absent: lines may be as long as they are. */
  readonly width?: number;
}

/** The whole story of an operation: timeline, devices, verdict, error. */
export function operationLines(
  operation: OperationDocument,
  style: Style = PLAIN,
  options: RenderOptions = {},
): readonly string[] {
  return [
    operationTitle(operation, style),
    style.faint(`operation ${operation.name}`),
    '',
    ...timelineLines(operation, style),
    ...outcomeLines(operation, style, options),
  ];
}

/** What comes after the timeline: devices, verdict, error, and the log where it was asked for. */
export function outcomeLines(
  operation: OperationDocument,
  style: Style = PLAIN,
  options: RenderOptions = {},
): readonly string[] {
  const { verdict, error, log } = operation.properties;
  const sections = [
    guestStepLines(operation, style),
    verdict?.report === undefined ? [] : matchTableLines(verdict.report, style, options),
    verdict === undefined ? [] : vfMoveLines(verdict, style),
    verdict === undefined ? [] : verdictLines(verdict, style),
    error === undefined ? [] : operationProblemLines(error, style),
    log === undefined ? [] : log.map(logLine),
  ];
  return sections.flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines]));
}

function logLine({ seq, atMs, event }: NonNullable<OperationDocument['properties']['log']>[number]): string {
  const { kind, step, ...rest } = event;
  const payload = Object.keys(rest).length === 0 ? '' : ` ${printable(JSON.stringify(rest))}`;
  return `${String(seq).padStart(4)}  ${offset(atMs).padStart(10)}  ${printable(kind)} ${printable(step)}${payload}`;
}
