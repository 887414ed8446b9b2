import type { CaptureMatch, UndecidedDevice } from '#libs/captures';
import type { Finding } from '#libs/linux-guest';
import type { MatchReport } from '#libs/resume-matching';
import { guid } from '#libs/vmbus';
import { matchTableLines } from '../../render/match-table.js';
import { printable } from '../../render/printable.js';
import { duration } from '../../render/quantities.js';
import type { Style } from '../../render/style.js';
import { fieldLines, tableLines } from '../../render/table.js';
import { severityStyle } from '../../render/verdict.js';
import { type CaptureFile, nameOf, problemLines } from './capture-file.js';

export interface MatchOutput {
  readonly before: CaptureFile;
  readonly after: CaptureFile;
  readonly match: CaptureMatch;
}

/** The whole report for people: what was read, what became of each device, what follows, what stays open. */
export function matchLines(
  output: MatchOutput,
  style: Style,
  width: { readonly width?: number },
): readonly string[] {
  const { before, after, match } = output;
  const problems = [before, after].flatMap(({ fileName, capture }) =>
    problemLines(fileName, capture.problems),
  );
  return [
    ...headLines(output, style),
    ...section('', match.rows.length === 0 ? [] : tableOf(match, style, width)),
    ...section('', [summaryLine(match)]),
    ...section(style.strong('undecided'), undecidedLines(match.undecided)),
    ...section(
      verdictLine(output, style),
      match.findings.flatMap((finding) => findingLines(finding, style)),
    ),
    ...section(
      style.strong('cannot tell'),
      match.cannotTell.map((sentence) => `  ${printable(sentence)}`),
    ),
    ...section(
      style.strong('problems'),
      problems.map((line) => `  ${style.bad(printable(line))}`),
    ),
  ];
}

function headLines({ before, after, match }: MatchOutput, style: Style): readonly string[] {
  const leftOut = match.leftOut.join(', ');
  return fieldLines(
    [
      ['before', printable(captureText(before))],
      ['after', printable(captureText(after))],
      ['rules', `era ${match.era.era}: ${printable(match.era.because)}`],
      ['left out', leftOut === '' ? undefined : `${leftOut}: taken away before the hibernation`],
    ],
    style,
  );
}

function captureText({ fileName, capture }: CaptureFile): string {
  const { format, boot, devices, unidentified, kernelVersion, hostBuild } = capture;
  const count = devices.length + unidentified.length;
  return [
    `${nameOf(fileName)}: ${format}${boot === undefined ? '' : `, boot ${boot}`}`,
    `${count} ${count === 1 ? 'device' : 'devices'}`,
    ...(kernelVersion === undefined ? [] : [`kernel ${kernelVersion}`]),
    ...(hostBuild === undefined ? [] : [`host build ${hostBuild}`]),
  ].join(', ');
}

/** The rows as every other report shows them, without the line below them that knows of no undecided devices. */
function tableOf(match: CaptureMatch, style: Style, width: { readonly width?: number }): readonly string[] {
  const report: MatchReport = {
    rows: match.rows.map((row) => ({ ...row, classGuid: row.classGuid ?? NO_CLASS })),
    matched: match.matched,
    late: 0,
    unmatched: match.unmatched,
    added: match.added,
    waitMs: 0,
    timedOut: false,
    outstanding: 0,
  };
  return matchTableLines(report, style, width).slice(0, -1);
}

/** The table does not show classes. */
const NO_CLASS = guid('00000000-0000-0000-0000-000000000000');

function summaryLine({ matched, unmatched, added, undecided, wait }: CaptureMatch): string {
  const open = undecided.length === 0 ? '' : `, ${undecided.length} undecided`;
  return `${matched} matched, ${unmatched} unmatched, ${added} new${open}, ${waitText(wait)}`;
}

function waitText(wait: CaptureMatch['wait']): string {
  switch (wait.kind) {
    case 'known':
      if (wait.waitMs === 0) return 'without waiting';
      return `after waiting ${duration(wait.waitMs)}${wait.timedOut ? ', in vain' : ''}`;
    case 'unknown':
      return `without waiting, or after ${duration(wait.atMostMs)} if a device that is not mentioned is missing`;
  }
}

function undecidedLines(undecided: readonly UndecidedDevice[]): readonly string[] {
  if (undecided.length === 0) return [];
  const columns = ['slot', 'instance GUID', 'only', 'why'].map((title) => ({ title }));
  const rows = undecided.map(({ slot, instanceGuid, side, reason }) => [slot, instanceGuid, side, reason]);
  return tableLines(columns, rows).map((line) => `  ${line}`);
}

function verdictLine({ before, match }: MatchOutput, style: Style): string {
  const { severity } = match;
  const known = severity === undefined ? 'open' : severityStyle(severity, style)(severity);
  return `${style.strong('verdict')}: ${known}, ${conclusionText(match, nameOf(before.fileName))}`;
}

function conclusionText(
  { conclusion, severity, matched, unmatched, undecided }: CaptureMatch,
  fileName: string,
): string {
  switch (conclusion) {
    case 'all-matched':
      return severity === undefined
        ? `every device that ${printable(fileName)} mentions is there again, and it need not mention all`
        : `every device of the image is there again`;
    case 'not-all-matched':
      return `${unmatched} of ${matched + unmatched} ${undecided.length > 0 ? 'decided ' : ''}devices of the image ${unmatched === 1 ? 'is' : 'are'} not there again`;
    case 'undecided':
      return 'nothing is known to be missing, and not every device is decided';
  }
}

function findingLines(finding: Finding, style: Style): readonly string[] {
  const { rule, severity, summary, consequence, later = [] } = finding;
  return [
    `  ${severityStyle(severity, style)(severity)}  ${rule} ${printable(summary)}`,
    `      ${style.faint(`so: ${printable(consequence)}`)}`,
    ...later.map(
      ({ when, rule: laterRule, what }) => `      ${style.faint(`${when}: ${laterRule} ${printable(what)}`)}`,
    ),
  ];
}

/** Lines below a title, after an empty line; nothing when there are none. A title alone stands where it says enough. */
function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0 && !title.includes(': ')) return [];
  return ['', ...(title === '' ? [] : [title]), ...lines];
}
