import { type AcceptanceCase, CASE_GROUPS } from '../../../acceptance/acceptance-case.js';
import type { AcceptanceReport, CaseResult, Counts } from '../../../acceptance/acceptance-report.js';
import { printable } from '../../render/printable.js';
import { duration } from '../../render/quantities.js';
import type { Style } from '../../render/style.js';
import { tableLines } from '../../render/table.js';

/** Cases that prove an image robust are shown apart from those that show where its limit is. */
const SECTIONS = CASE_GROUPS.flatMap((group) =>
  (['comes back', 'must not come back silently'] as const).map((expected) => ({ group, expected })),
);

/** The cases, one line each. */
export function caseTableLines(cases: readonly AcceptanceCase[], style: Style): readonly string[] {
  const titles = ['case', 'group', 'expected', 'what is done', 'rules'];
  const rows = cases.map(({ id, group, expects, title, rules }) => [
    id,
    group,
    expects.kind,
    title,
    rules.join(' '),
  ]);
  return tableLines(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}

/** Every result, under what was expected of it, then the sum. */
export function reportLines({ cases, counts }: AcceptanceReport, style: Style): readonly string[] {
  const sections = SECTIONS.flatMap(({ group, expected }) => {
    const members = cases.filter((one) => one.group === group && one.expected === expected);
    return members.length === 0 ? [] : ['', `${group}: ${expected}`, ...resultTableLines(members, style)];
  });
  return [...sections, '', summaryLine(counts)];
}

/** `24 passed, 1 failed, 1 not run`. */
export function summaryLine({ passed, failed, notRun }: Counts): string {
  return `${passed} passed, ${failed} failed, ${notRun} not run`;
}

/** `failed   one-nic: resumed-degraded at ...`; of a case that passed no more than that. */
export function progressLine(one: CaseResult, style: Style): string {
  const result = resultStyle(one.result, style)(one.result.padEnd('not run'.length));
  return one.result === 'passed' ? `${result}  ${one.id}` : `${result}  ${one.id}: ${whyText(one)}`;
}

function resultTableLines(cases: readonly CaseResult[], style: Style): readonly string[] {
  const columns = [
    { title: 'case' },
    { title: 'result' },
    { title: 'took', align: 'right' as const },
    { title: 'why' },
  ];
  const rows = cases.map((one) => [
    one.id,
    resultStyle(one.result, style)(one.result),
    one.tookMs === 0 ? '' : duration(one.tookMs),
    whyText(one),
  ]);
  return tableLines(columns, rows, style);
}

/** After a semicolon a finding goes on with what the guest does about it; the whole is in the other reports. */
function whyText({ why, problems }: CaseResult): string {
  const [clause = why] = why.split('; ');
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${printable(clause)}${more}`;
}

function resultStyle(result: CaseResult['result'], style: Style): (text: string) => string {
  switch (result) {
    case 'passed':
      return style.good;
    case 'failed':
      return style.bad;
    case 'not run':
      return style.warning;
  }
}
