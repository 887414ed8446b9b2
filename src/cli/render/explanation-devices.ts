import {
  devicePairs,
  type DevicePair,
  type DeviceExplanation,
  type Explanation,
  isAsExpected,
  isLoss,
  pairOutcome,
} from '#libs/explanation';
import type { Layout } from './explanation-layout.js';
import { printable } from './printable.js';
import { tableLines } from './table.js';
import { wrapped } from './wrap.js';

/** Slots that need a look, each with its account, then a table of the others. No lines without devices. */
export function deviceLines({ devices, matching, findings }: Explanation, layout: Layout): readonly string[] {
  if (devices.length === 0) return [];
  const pairs = devicePairs(devices);
  const met = pairs.filter(isAsExpected).flatMap(({ channel, offer }) => channel ?? offer ?? []);
  return [
    ...(matching === undefined ? [] : wrapped(matching.sentence, { width: layout.width, indent: '  ' })),
    ...pairs.filter((pair) => !isAsExpected(pair)).flatMap((pair) => accountLines(pair, findings, layout)),
    ...metLines(met, layout),
  ];
}

function accountLines(
  pair: DevicePair,
  findings: Explanation['findings'],
  { style, width }: Layout,
): readonly string[] {
  const { slot, channel, offer } = pair;
  const sides = [...new Set([channel, offer])].filter((side) => side !== undefined);
  const outcome = isLoss(pair) ? style.bad : style.warning;
  const causes = new Set(
    sides.flatMap((side) => side.causes.map(({ text, rules }) => `${text} [${rules.join(' ')}]`)),
  );
  const about = sides.flatMap((side) => side.findings.flatMap((index) => findings[index] ?? []));
  const told = (label: string, text: string) =>
    wrapped(printable(`${label} ${text}`), { width, indent: '      ', first: '    ' });
  return [
    '',
    `  ${style.strong(printable(slot))}  ${outcome(pairOutcome(pair))}  ${style.faint(sides[0]?.className ?? '')}`,
    ...identityLines('instance', channel?.instanceGuid.expected, offer?.instanceGuid.offered),
    ...identityLines('class', channel?.classGuid.expected, offer?.classGuid.offered),
    ...relidLines(pair),
    ...sides.flatMap(({ why, rule }) => told('why:', `${why} [${rule}]`)),
    ...[...causes].flatMap((cause) => told('caused by:', cause)),
    ...about.flatMap(({ consequence, rule }) => told('so:', `${consequence} [${rule}]`)),
  ];
}

function identityLines(
  label: string,
  expected: string | undefined,
  offered: string | undefined,
): readonly string[] {
  if (expected === offered) return expected === undefined ? [] : [`    ${label.padEnd(8)} ${expected}`];
  return [
    ...(expected === undefined ? [] : [`    ${label.padEnd(8)} ${expected} in the image`]),
    ...(offered === undefined ? [] : [`    ${label.padEnd(8)} ${offered} on the new VM`]),
  ];
}

function relidLines({ channel, offer }: DevicePair): readonly string[] {
  const text = relidText(channel?.relid.before, offer?.relid.after);
  return text === '' ? [] : [`    ${'relid'.padEnd(8)} ${text}`];
}

/** `3 -> 2`, or one number where there is but one. */
function relidText(before: number | undefined, after: number | undefined): string {
  if (before === after) return before === undefined ? '' : String(before);
  return `${before ?? '-'} -> ${after ?? '-'}`;
}

function metLines(devices: readonly DeviceExplanation[], { style }: Layout): readonly string[] {
  if (devices.length === 0) return [];
  const columns = ['  as it should be', 'instance GUID', 'relid', 'because'].map((title) => ({ title }));
  const rows = devices.map(({ slot, instanceGuid, relid, causes, rule }) => [
    `  ${printable(slot)}`,
    instanceGuid.offered ?? '-',
    relidText(relid.before, relid.after),
    style.faint(printable([...causes.map(({ assignment, text }) => assignment ?? text), rule].join(' '))),
  ]);
  return ['', ...tableLines(columns, rows, style)];
}
