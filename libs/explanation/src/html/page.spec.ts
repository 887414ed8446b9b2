import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { explain } from '../explain.js';
import type { Explanation } from '../explanation.js';
import { aResume, aVerdict, VM } from '../testing/verdicts.js';
import { explanationPage } from './page.js';

const { azure, 'local-hyperv': local } = BUILT_IN_POLICIES;

const OPERATION = {
  id: 'o',
  pipeline: 'start-vm',
  steps: [
    {
      name: 'create-hyperv-vm',
      rules: ['TORPOR-4' as const],
      status: 'done' as const,
      startedAtMs: 0,
      endedAtMs: 4_000,
      guestSteps: [],
    },
    {
      name: 'attach-disks',
      rules: ['MOVE-14' as const],
      status: 'failed' as const,
      startedAtMs: 4_000,
      endedAtMs: 4_000,
      reason: 'so <it> was',
      guestSteps: [],
    },
  ],
};

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  'a clean resume': explain({ vm: VM, verdict: aResume(), policy: azure, operation: OPERATION }),
  'a resume that lost its devices': explain({
    vm: VM,
    verdict: aResume({ policy: local, isAccelerated: true, keepsVfs: true }),
    policy: local,
    operation: OPERATION,
  }),
  'a device of another class': explain({
    vm: VM,
    verdict: aResume({ faults: [{ kind: 'device-class-changed', slot: 'nic 0' }] }),
    policy: azure,
  }),
  'an aborted hibernation': explain({
    vm: VM,
    verdict: aVerdict({ cause: { rule: 'R89', phase: 'trigger', symptom: 's', assumption: 'ASSUME-1' } }),
  }),
};

const all = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map(([, found = '']) => found);

describe.each(Object.entries(EXPLANATIONS))('the page of %s', (_what, explanation) => {
  const page = explanationPage(explanation);

  it('stands alone: no script, nothing that is loaded, no handler', () => {
    expect(page.match(/<script|<link|<img|<iframe|@import|url\(|javascript:|\son\w+=/gi)).toBeNull();
    expect(all(page, /(https?:\/\/[^"' <]+)/g)).toEqual([]);
  });

  it('links every rule to what it says, and has no id twice', () => {
    const ids = all(page, /\sid="([^"]+)"/g);
    expect(ids.length).toBe(new Set(ids).size);
    const targets = [...new Set(all(page, /href="#([^"]+)"/g))];
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(ids.filter((id) => id.startsWith('rule-'))).toEqual(
      explanation.rules.map(({ id }) => `rule-${id}`),
    );
  });

  it('is accessible: one first heading, no level left out, named sections, tables and pictures', () => {
    const levels = all(page, /<h([1-6])/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    const ids = all(page, /\sid="([^"]+)"/g);
    const named = all(page, /aria-labelledby="([^"]+)"/g).flatMap((names) => names.split(' '));
    expect(named.filter((name) => !ids.includes(name))).toEqual([]);
    expect(all(page, /<section([^>]*)>/g).filter((rest) => !rest.includes('aria-labelledby'))).toEqual([]);
    expect(all(page, /<(caption)/g).length).toBe(all(page, /<(table)/g).length);
    expect(all(page, /<svg([^>]*)>/g).filter((rest) => !/role="img"/.test(rest))).toEqual([]);
    expect(page).toContain('<html lang="en">');
  });

  it('closes what it opens, in order', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [, slash, name = '', rest = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta', 'wbr'].includes(name) || rest.endsWith('/')) continue;
      if (slash === '') open.push(name);
      else if (open.pop() !== name) wrong.push(name);
    }
    expect([open, wrong]).toEqual([[], []]);
  });

  it('has light and dark colours, and a form for paper', () => {
    expect(page).toContain('@media (prefers-color-scheme: dark)');
    expect(page).toContain('@media print');
  });
});

describe('the page', () => {
  it('escapes names and messages, wherever they come from', () => {
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const verdict = aVerdict({
      summary: evil,
      cause: { rule: 'UIO-2', phase: 'H9', symptom: evil },
      log: [{ atMs: 0, level: 'error', text: evil }],
      findings: [
        {
          rule: 'R57',
          severity: 'resumed-degraded',
          phase: 'after',
          slot: evil,
          summary: evil,
          consequence: evil,
        },
      ],
    });
    const explanation = explain({
      vm: { name: evil, resourceGroup: evil },
      verdict: { ...verdict, circumstances: { ...verdict.circumstances, policy: evil, faults: [evil] } },
      hosts: { from: evil, to: evil },
      operation: { ...OPERATION, id: evil, steps: [{ ...OPERATION.steps[1]!, reason: evil }] },
    });
    const page = explanationPage(explanation);
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;/g)?.length).toBeGreaterThan(8);
  });

  it('tells outcomes in words and marks, not by colour alone', () => {
    const page = explanationPage(EXPLANATIONS['a resume that lost its devices']!);
    const texts = all(page, />([^<>]+)</g).map((text) => text.replace(/\s+/g, ' ').trim());
    expect(texts).toEqual(
      expect.arrayContaining([
        'hung or undefined',
        '✕ lost: offered under another GUID',
        'other GUID',
        '✕ scsi 0',
        '+ scsi 0',
        '✕ failed',
        'error',
      ]),
    );
  });

  it('MOVE-13 ends with the pins, before the words and rules to look up', () => {
    const page = explanationPage(EXPLANATIONS['a resume that lost its devices']!);
    const headings = all(page, /<h2 id="([^"]+)"/g);
    expect(headings).toEqual([
      'story',
      'devices',
      'consequences',
      'prevention',
      'assumptions',
      'log',
      'pins',
      'terms',
      'rules',
    ]);
  });
});
