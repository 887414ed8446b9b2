import type { JobDocument, JobItem, JobState } from '../api-types.js';
import { printable } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

/** Jobs, one line each. */
export function jobTableLines(jobs: readonly JobDocument[], style: Style): readonly string[] {
  const right = { align: 'right' as const };
  const columns = [
    { title: 'name' },
    { title: 'action' },
    { title: 'status' },
    { title: 'total', ...right },
    { title: 'succeeded', ...right },
    { title: 'failed', ...right },
    { title: 'refused', ...right },
    { title: 'running', ...right },
    { title: 'created' },
  ];
  const rows = jobs.map(({ name, properties: { action, status, counts, createdTime } }) => [
    printable(name),
    action,
    jobStyle(status, style)(status),
    String(counts.total),
    String(counts.succeeded),
    String(counts.failed),
    String(counts.refused ?? 0),
    String(counts.running),
    createdTime ?? '',
  ]);
  return tableLines(columns, rows, style);
}

/** One job: how far it is, and every VM with what became of it. */
export function jobLines(job: JobDocument, style: Style): readonly string[] {
  const { startsAt, createdTime, endTime, concurrency, items = [] } = job.properties;
  return [
    jobTitle(job, style),
    ...fieldLines(
      [
        ['at a time', concurrency === undefined ? undefined : String(concurrency)],
        ['starts', startsAt],
        ['created', createdTime],
        ['ended', endTime],
      ],
      style,
    ),
    ...(items.length === 0 ? [] : ['', ...itemLines(items, style)]),
  ];
}

/** `job night (hibernate): running, 3 of 8 done, 1 failed`. */
export function jobTitle({ name, properties }: JobDocument, style: Style): string {
  const { action, status, counts } = properties;
  const { total, succeeded, failed, canceled, running, refused = 0 } = counts;
  const parts = [
    `${succeeded} of ${total} succeeded`,
    ...(running === 0 ? [] : [`${running} running`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(refused === 0 ? [] : [`${refused} refused`]),
    ...(canceled === 0 ? [] : [`${canceled} canceled`]),
  ];
  return `${style.strong(`job ${printable(name)}`)} (${action}): ${jobStyle(status, style)(status)}, ${parts.join(', ')}`;
}

function itemLines(items: readonly JobItem[], style: Style): readonly string[] {
  const titles = ['VM', 'group', 'status', 'attempts', 'operation', 'error'];
  const rows = items.map(({ vmName, resourceGroup, status, attempts, operationId, error }) => [
    printable(vmName),
    printable(resourceGroup),
    itemStyle(status, style)(status),
    String(attempts),
    operationId ?? '',
    error === undefined ? '' : printable(`${error.code}: ${error.message}`),
  ]);
  return tableLines(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}

function itemStyle(status: string, style: Style): (text: string) => string {
  switch (status) {
    case 'succeeded':
      return style.good;
    case 'failed':
    case 'refused':
      return style.bad;
    case 'running':
      return style.active;
    default:
      return style.faint;
  }
}

function jobStyle(status: JobState, style: Style): (text: string) => string {
  switch (status) {
    case 'succeeded':
      return style.good;
    case 'failed':
      return style.bad;
    case 'partlyFailed':
    case 'canceled':
      return style.warning;
    case 'waiting':
    case 'running':
      return style.active;
  }
}
