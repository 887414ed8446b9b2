import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportHtml } from './report-html.js';
import type { RunReport } from './run-report.js';
import { placementRun, policyRun, stormRun, stormSummary } from './testing/run-reports.js';

const EMPTY: RunReport = { name: 'nothing yet', version: '0.1.0', scenarios: [], skippedScenarios: ['a'] };

const RUNS: Readonly<Record<string, RunReport>> = {
  'one scenario': stormRun(1, 2_000),
  'four policies': policyRun(2_000),
  'twenty scenarios, and one that is not done': { ...stormRun(20, 2_000), skippedScenarios: ['the last'] },
  'placement alone': placementRun(),
  'guests beside placement': {
    ...EMPTY,
    scenarios: [...policyRun(2_000).scenarios.slice(0, 1), ...placementRun().scenarios],
  },
  'nothing at all': EMPTY,
};

const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, found = '']) => found);
const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page without what is inside scripts and styles. */
const markupOf = (page: string) => page.replace(/<(script|style)([^>]*)>[\s\S]*?<\/\1>/g, '<$1$2></$1>');

describe.each(Object.entries(RUNS))('the page of %s', (_what, run) => {
  const page = reportHtml(run);
  const markup = markupOf(page);

  it('allows its own scripts and style by their hashes, and nothing else', () => {
    const scripts = all(page, /<script>([\s\S]*?)<\/script>/g);
    const [style = ''] = all(page, /<style>([\s\S]*?)<\/style>/g);
    const [policy = ''] = all(page, /Content-Security-Policy" content="([^"]*)"/g);
    expect(scripts.length).toBe(2);
    expect(policy.replaceAll('&#39;', "'")).toBe(
      `default-src 'none'; script-src ${scripts.map(sha256).join(' ')}; style-src ${sha256(style)}; ` +
        "base-uri 'none'; form-action 'none'",
    );
  });

  it('stands alone: nothing is loaded, no handler, no style attribute', () => {
    expect(
      markup.match(/<link|<img|<iframe|<object|@import|javascript:|\s(?:on\w+|style|src)=/gi),
    ).toBeNull();
    expect(all(markup, /(https?:\/\/[^"' <]+)/g)).toEqual([]);
    expect(all(page, /<style>([\s\S]*?)<\/style>/g).join('')).not.toMatch(/url\(|@import/);
  });

  it('is accessible: one first heading, no level left out, named sections, tables and pictures', () => {
    const levels = all(markup, /<h([1-6])/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    const ids = all(markup, /\sid="([^"]+)"/g);
    expect(ids.length).toBe(new Set(ids).size);
    expect(all(markup, /aria-labelledby="([^"]+)"/g).filter((name) => !ids.includes(name))).toEqual([]);
    expect(
      all(markup, /<(?:section|svg|table)([^>]*)>/g).filter((rest) => !/aria-|role=/.test(rest)),
    ).toEqual([]);
    expect(all(markup, /<(caption)/g).length).toBe(all(markup, /<(table)/g).length);
    expect(all(markup, /href="#([^"]+)"/g).filter((target) => !ids.includes(target))).toEqual([]);
    expect(markup).toContain('<html lang="en">');
  });

  it('has cells as many as columns in every row', () => {
    const wrong = all(markup, /<table[^>]*>([\s\S]*?)<\/table>/g).flatMap((table) => {
      const [head = '', ...rows] = all(table, /<tr[^>]*>([\s\S]*?)<\/tr>/g);
      const columns = all(head, /<(th)/g).length;
      return rows.filter((row) => all(row, /<(t[hd])/g).length !== columns);
    });
    expect(wrong).toEqual([]);
  });

  it('closes what it opens, in order', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [, slash, name = '', rest = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta', 'wbr', 'input'].includes(name) || rest.endsWith('/')) continue;
      if (slash === '') open.push(name);
      else if (open.pop() !== name) wrong.push(name);
    }
    expect([open, wrong]).toEqual([[], []]);
  });

  it('is the same for the same run, and holds no number that is none', () => {
    expect(reportHtml(structuredClone(run))).toBe(page);
    const [figures = ''] = markup.split('<h3>Rules</h3>');
    expect(figures).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });
});

describe('the page', () => {
  it('escapes whatever comes from the run', () => {
    const evil = '</script><img src=x onerror=alert(1)>"\'&';
    const [first, ...rest] = policyRun(2_000).scenarios;
    const scenario = {
      ...first!,
      name: evil,
      options: { [evil]: evil },
      verdicts: first!.verdicts.map((each) => ({
        ...each,
        summary: evil,
        device: evil,
        phase: evil,
        exampleVm: evil,
      })),
      hosts: { ...first!.hosts, byType: [{ type: evil, hosts: 1, peakUsed: 1 }] },
    };
    const run = {
      name: evil,
      question: evil,
      version: evil,
      scenarios: [scenario, ...rest],
      skippedScenarios: [evil],
    };
    const page = reportHtml(run);
    expect(page).not.toContain('<img');
    expect(all(page, /(<\/script>)/g).length).toBe(3);
    expect(
      all(page, /(&lt;\/script&gt;&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;)/g).length,
    ).toBeGreaterThan(20);
  });

  it('gives the script its numbers', () => {
    const run = stormRun(2, 2_000);
    const [json = ''] = all(
      reportHtml(run),
      /<script type="application\/json" id="run-data">([\s\S]*?)<\/script>/g,
    );
    const data = JSON.parse(json) as {
      stepMs: number;
      scenarios: { name: string; columns: { ready: number[] } }[];
    };
    expect([data.stepMs, data.scenarios.map(({ name, columns }) => [name, columns.ready])]).toEqual([
      60_000,
      run.scenarios.map(({ name, series }) => [name, series.columns.ready]),
    ]);
  });

  it('tells headings in the order of the questions', () => {
    const headings = (run: RunReport) => all(reportHtml(run), /<h2 id="([^"]+)"/g);
    expect([headings(policyRun(2_000)), headings(placementRun()), headings(EMPTY)]).toEqual([
      [
        'headline-title',
        'causes-title',
        'plots-title',
        'nights-title',
        'money-title',
        'hosts-title',
        'appendix-title',
      ],
      ['headline-title', 'causes-title', 'plots-title', 'nights-title', 'hosts-title', 'appendix-title'],
      ['causes-title', 'appendix-title'],
    ]);
  });

  it('says how to see a VM, with the scenario where there are several', () => {
    const commands = (run: RunReport) =>
      all(reportHtml(run), /<code class="command">([\s\S]*?)<\/code>/g).map((text) =>
        text.replace(/<[^>]+>/g, ''),
      );
    const [one = ''] = commands(stormRun(1, 20_000));
    const [several = ''] = commands(stormRun(3, 20_000));
    expect([one, several]).toEqual([
      'torpor whatif explain RUN vm-13849',
      'torpor whatif explain RUN vm-13849 --scenario &#39;as it comes&#39;',
    ]);
  });

  it('stays under 3 MB with three days of minutes in twenty scenarios of ten million VMs', () => {
    const scenarios = Array.from({ length: 20 }, (_, at) =>
      stormSummary({ name: `scenario ${at}`, vms: 10_000_000 }),
    );
    expect(scenarios[0]!.series.rows).toBe(4_320);
    expect(reportHtml({ ...EMPTY, scenarios }).length).toBeLessThan(3_000_000);
  });

  it('carries the licence of what it carries', () => {
    expect(reportHtml(EMPTY)).toContain('Copyright (c) 2022 Leon Sorokin');
  });
});
