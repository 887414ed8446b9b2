import {
  PREFLIGHT_SEVERITIES,
  type PreflightItem,
  type PreflightReport,
  type PreflightSeverity,
  type PreflightVerdict,
} from '#libs/preflight';
import { printable } from './printable.js';
import { PLAIN, type Style } from './style.js';
import { fieldLines, tableLines } from './table.js';

/** A preflight for people: the verdict, every problem with what follows and what helps, and what was assumed. */
export function preflightLines(report: PreflightReport, style: Style = PLAIN): readonly string[] {
  const { items, assumed } = report;
  return [
    ...headLines(report, style),
    '',
    verdictLine(report, style),
    ...items.filter(({ isHidden }) => !isHidden).flatMap((item) => itemLines(item, style)),
    ...section(
      style.strong('and once that is remedied'),
      items.filter(({ isHidden }) => isHidden).flatMap((item) => itemLines(item, style)),
    ),
    ...section(style.strong('devices that differ'), deviceLines(report, style)),
    ...section(
      style.strong('assumed'),
      assumed.map((sentence) => `  ${printable(sentence)}`),
    ),
  ];
}

function headLines({ vm, source, target }: PreflightReport, style: Style): readonly string[] {
  const { policy, host, generation, kernelVersion, era } = target;
  const place = [host, generation].filter((part) => part !== undefined);
  return fieldLines(
    [
      ['VM', printable(vm)],
      ['policy', printable(source.policy === policy ? policy : `${source.policy}, then ${policy}`)],
      ['begun by', source.initiatedBy === 'self' ? 'the guest itself' : undefined],
      ['host', place.length === 0 ? undefined : printable(place.join(', '))],
      ['kernel', `${printable(kernelVersion)}, VMBus era ${era}`],
    ],
    style,
  );
}

function verdictLine({ summary }: PreflightReport, style: Style): string {
  const counts = [...PREFLIGHT_SEVERITIES]
    .reverse()
    .flatMap((severity) => (summary.counts[severity] > 0 ? [`${summary.counts[severity]} ${severity}`] : []));
  const told = counts.length === 0 ? 'nothing stands against it' : counts.join(', ');
  return `${style.strong('verdict')}: ${verdictStyle(summary.verdict, style)(summary.verdict)} (${told})`;
}

function itemLines(
  { severity, rule, slot, phase, summary, consequence, later = [], remedy }: PreflightItem,
  style: Style,
): readonly string[] {
  // Most summaries begin with the slot they are about.
  const where = slot === undefined || summary.startsWith(slot) ? '' : ` ${printable(slot)}:`;
  return [
    `  ${severityStyle(severity, style)(severity)}  ${rule} (${phase})${where} ${printable(summary)}`,
    `      ${style.faint(`so: ${printable(consequence)}`)}`,
    ...later.map(({ when, what }) => `      ${style.faint(`${LATER[when]}: ${printable(what)}`)}`),
    ...(remedy === undefined ? [] : [`      remedy: ${printable(remedy)}`]),
  ];
}

const LATER = {
  'first-use': 'when it is used',
  'next-hibernation': 'at the next hibernation',
  'until-reboot': 'until a reboot',
} as const;

/** Devices that come back as they were, and VFs that leave and come back by design, are no news. */
function deviceLines({ devices }: PreflightReport, style: Style): readonly string[] {
  const news = devices.filter(({ outcome }) => outcome !== 'same' && outcome !== 'taken-away');
  if (news.length === 0) return [];
  const columns = ['', 'slot', 'in the image', 'on the target', 'policy says', 'outcome'].map((title) => ({
    title,
  }));
  const rows = news.map(({ slot, imageGuid = '-', targetGuid = '-', assignment, outcome }) => [
    '',
    printable(slot),
    imageGuid,
    targetGuid,
    assignment,
    outcome === 'new' ? style.warning(outcome) : style.bad(outcome),
  ]);
  return tableLines(columns, rows, style);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function verdictStyle(verdict: PreflightVerdict, style: Style): (text: string) => string {
  switch (verdict) {
    case 'would resume':
      return style.good;
    case 'would resume degraded':
      return style.warning;
    case 'would not resume':
    case 'cannot hibernate':
      return style.bad;
    default:
      return unknownStyle(verdict, style);
  }
}

function severityStyle(severity: PreflightSeverity, style: Style): (text: string) => string {
  switch (severity) {
    case 'info':
      return style.faint;
    case 'warning':
    case 'resumed-degraded':
      return style.warning;
    case 'blocks-enabling':
    case 'blocks-hibernation':
    case 'blocks-start':
    case 'image-rejected':
    case 'hung-or-undefined':
      return style.bad;
    default:
      return unknownStyle(severity, style);
  }
}

/** A newer server may know words that this client does not. */
function unknownStyle(_word: never, style: Style): (text: string) => string {
  return style.warning;
}
