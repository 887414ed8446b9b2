import { CONSEQUENCE_TIMES, type Explanation, type Mood } from '#libs/explanation';
import { deviceLines } from './explanation-devices.js';
import type { Layout } from './explanation-layout.js';
import { pinLines } from './explanation-pins.js';
import { printable } from './printable.js';
import { duration, offset } from './quantities.js';
import { PLAIN, type Style } from './style.js';
import { fieldLines, tableLines } from './table.js';
import { severityStyle } from './verdict.js';
import { textWidth, wrapped } from './wrap.js';

/** An explanation as people read it on a terminal: the same sections as its page, the pins last. */
export function explanationLines(
  explanation: Explanation,
  style: Style = PLAIN,
  { width: columns }: { readonly width?: number } = {},
): readonly string[] {
  const layout: Layout = { style, width: textWidth(columns) };
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['What happened', storyLines(explanation, layout)],
    ['Devices', deviceLines(explanation, layout)],
    ['What follows', consequenceLines(explanation, layout)],
    ['What would have prevented it', preventionLines(explanation, layout)],
    ['What nobody knows for certain', assumptionLines(explanation, layout)],
    ['Console', logLines(explanation, layout)],
    ['Rules', ruleLines(explanation, layout)],
    ['What a script would have to pin', pinLines(explanation.pins ?? [], layout)],
  ];
  return [
    ...headLines(explanation, layout),
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', style.strong(title), ...lines])),
  ];
}

function headLines(explanation: Explanation, { style, width }: Layout): readonly string[] {
  const { vm, act, severity, headline, summary, circumstances } = explanation;
  const { kernelVersion, era, eraMeaning, policy, faults, hosts, operationId } = circumstances;
  const facts = fieldLines(
    [
      ['in short', printable(summary)],
      ['kernel', `Linux ${printable(kernelVersion)}, era ${era}`],
      ['policy', printable(policy.name)],
      ['hosts', printable([hosts.from, hosts.to].filter((host) => host !== undefined).join(' -> '))],
      ['faults', printable(faults.map(({ name }) => name).join(', '))],
      ['operation', operationId === undefined ? undefined : printable(operationId)],
    ],
    style,
  );
  return [
    ...wrapped(printable(headline), { width }).map(style.strong),
    `${severityStyle(severity, style)(severity)}: ${act} of ${printable(vm.name)} in ${printable(vm.resourceGroup)}`,
    ...facts,
    ...wrapped(eraMeaning, { width, indent: '  ' }).map(style.faint),
  ];
}

function storyLines({ cause, timeline, findings }: Explanation, { style, width }: Layout): readonly string[] {
  const causeText =
    cause === undefined
      ? []
      : wrapped(
          printable(
            `${cause.phase} (${cause.phaseMeaning}): ${cause.symptom}${errnoText(cause)} [${cause.rule}]`,
          ),
          { width, indent: '  ' },
        ).map(style.bad);
  const columns = [
    { title: '  at', align: 'right' as const },
    { title: 'took', align: 'right' as const },
  ];
  const rows = timeline.map(({ title, where, startedMs, tookMs, outcome, mood, trouble }) => {
    const isOver = outcome !== 'not-reached' && outcome !== 'skipped';
    const problems = trouble.map((index) => findings[index]?.rule ?? '').join(' ');
    const end = outcome === 'done' ? problems : [outcome, problems].join(' ').trim();
    return [
      style.faint(isOver ? offset(startedMs) : ''),
      isOver ? duration(tookMs) : '',
      printable(title),
      style.faint(where),
      moodStyle(mood, style)(end),
    ];
  });
  const titles = [...columns, { title: 'step' }, { title: 'where' }, { title: 'trouble' }];
  return [...causeText, ...(rows.length === 0 ? [] : tableLines(titles, rows, style))];
}

function errnoText({ errno, errnoName }: NonNullable<Explanation['cause']>): string {
  if (errno === undefined) return '';
  return `, error ${errno}${errnoName === undefined ? '' : ` (${errnoName})`}`;
}

function moodStyle(mood: Mood, style: Style): (text: string) => string {
  switch (mood) {
    case 'good':
      return style.faint;
    case 'notable':
      return style.warning;
    case 'bad':
      return style.bad;
  }
}

function consequenceLines({ consequences }: Explanation, { style, width }: Layout): readonly string[] {
  return consequences.flatMap((group) => [
    `  ${style.active(CONSEQUENCE_TIMES[group.when])}`,
    ...group.consequences.flatMap(({ what, rules, slots }) => {
      const about = slots.length === 0 ? '' : `${slots.join(', ')}: `;
      const text = printable(`${about}${what} [${rules.join(' ')}]`);
      return wrapped(text, { width, indent: '    ', first: '  - ' });
    }),
  ]);
}

function preventionLines({ prevention }: Explanation, { style, width }: Layout): readonly string[] {
  return prevention.flatMap(({ against, what, rules, command }) => [
    ...wrapped(`against ${printable(against)}`, { width, indent: '  ' }).map(style.faint),
    ...wrapped(printable(`${what} [${rules.join(' ')}]`), { width, indent: '    ' }),
    // Commands are copied: they stay on their lines.
    ...(command?.split('\n') ?? []).map((line) => `      ${style.active(printable(line))}`),
  ]);
}

function assumptionLines({ assumptions }: Explanation, { width }: Layout): readonly string[] {
  return assumptions.flatMap(({ assumption, statement }) =>
    wrapped(`${assumption}: ${printable(statement)}`, { width, indent: '    ', first: '  - ' }),
  );
}

function logLines({ log }: Explanation, { style }: Layout): readonly string[] {
  return log.flatMap(({ title, lines }) => [
    style.faint(`  --- ${title} ---`),
    ...lines.map(({ level, stamp, text }) => {
      const line = `  ${level.padEnd(7)} ${stamp} ${printable(text)}`;
      return level === 'error' ? style.bad(line) : level === 'warning' ? style.warning(line) : line;
    }),
  ]);
}

function ruleLines({ rules }: Explanation, { style, width }: Layout): readonly string[] {
  const label = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules.flatMap(({ id, statement, section }) => {
    const indent = ' '.repeat(label + 4);
    const [head = '', ...rest] = wrapped(printable(statement), { width, indent });
    return [
      `  ${style.strong(id.padEnd(label))}  ${head.slice(indent.length)}`,
      ...rest,
      ...wrapped(printable(section), { width, indent }).map(style.faint),
    ];
  });
}
