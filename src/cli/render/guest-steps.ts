import type { GuestStepRecord } from '#libs/linux-guest';
import type { OperationDocument } from '../api-types.js';
import { printable } from './printable.js';
import { duration } from './quantities.js';
import { PLAIN, type Style } from './style.js';
import { tableLines } from './table.js';

/**
 * What the guest went through inside the steps of an operation, numbered as the kernel document numbers its
 * sequences (HIBERNATE-1 to HIBERNATE-9, RESUME-1 to RESUME-6). No lines for an operation without a guest's part.
 */
export function guestStepLines(operation: OperationDocument, style: Style = PLAIN): readonly string[] {
  const records = operation.properties.steps.flatMap(({ output }) => recordsIn(output));
  if (records.length === 0) return [];
  const columns = [
    { title: 'in the guest' },
    { title: 'took', align: 'right' as const },
    { title: 'outcome' },
    { title: 'what happened' },
  ];
  const rows = records.map(({ rule, name, tookMs, outcome, notes }) => [
    `${rule} ${printable(name)}`,
    duration(tookMs),
    outcomeStyle(outcome, style)(outcome),
    style.faint(printable(notes.join('; '))),
  ]);
  return tableLines(columns, rows, style);
}

/** Steps put what the guest did into their outputs, as one record or several. */
function recordsIn(output: unknown): readonly GuestStepRecord[] {
  if (typeof output !== 'object' || output === null) return [];
  const { record, records, steps } = output as Readonly<Record<string, unknown>>;
  return [record, ...listOf(records), ...listOf(steps)].filter(isRecord);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is GuestStepRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { rule, name, tookMs, outcome, notes } = value as Partial<GuestStepRecord>;
  return (
    typeof rule === 'string' &&
    typeof name === 'string' &&
    typeof tookMs === 'number' &&
    typeof outcome === 'string' &&
    Array.isArray(notes)
  );
}

function outcomeStyle(outcome: GuestStepRecord['outcome'], style: Style): (text: string) => string {
  switch (outcome) {
    case 'done':
      return style.good;
    case 'failed':
    case 'hung':
      return style.bad;
    case 'skipped':
      return style.faint;
  }
}
