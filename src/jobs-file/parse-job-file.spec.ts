import { describe, expect, it } from 'vitest';
import { faultText, parseJobFile } from './parse-job-file.js';
import { MAX_FILE_BYTES } from './yaml-source.js';

function parse(text: string) {
  return parseJobFile(new TextEncoder().encode(text));
}

/** The faults of a file, as people read them. */
function faults(text: string): readonly string[] {
  const file = parse(text);
  return file.kind === 'valid' ? [] : file.faults.map((fault) => faultText('jobs.yaml', fault));
}

const NIGHT = `name: night
action: hibernate
select:
  tag: { name: night, value: "yes" }
concurrency: 8
ratePerMinute: 60
startTime: 20:30
retry: { attempts: 3, delaySeconds: 0.5 }
`;

describe('job files', () => {
  it('reads a job with everything', () => {
    const file = parse(NIGHT);
    expect(file.kind === 'valid' && file.jobs).toEqual([
      {
        name: 'night',
        action: 'hibernate',
        select: { tag: { name: 'night', value: 'yes' } },
        concurrency: 8,
        ratePerMinute: 60,
        startTime: '20:30',
        retry: { attempts: 3, delaySeconds: 0.5 },
      },
    ]);
  });

  it('reads a list of jobs, with aliases', () => {
    const file = parse(`
- name: night
  action: hibernate
  select: &ours
    virtualMachines:
      - { resourceGroup: rg, name: web-1 }
- name: morning
  action: start
  select: *ours
  startTime: 2030-01-31T08:30:00+01:00
`);
    const select = { virtualMachines: [{ resourceGroup: 'rg', name: 'web-1' }] };
    expect(file.kind === 'valid' && file.jobs).toEqual([
      { name: 'night', action: 'hibernate', select },
      { name: 'morning', action: 'start', select, startTime: '2030-01-31T08:30:00+01:00' },
    ]);
  });

  it('reads JSON', () => {
    const file = parse('{"name": "a", "action": "delete", "select": {"powerState": "hibernated"}}');
    expect(file.kind).toBe('valid');
  });

  it('TORPOR-17 tells every fault with line, column and field', () => {
    const text = `name: night/1
action: sleep
select:
  tag: { nam: night }
  resourceGroup: ""
concurency: 8
concurrency: 0
ratePerMinute: 1.5
startTime: 24:00
retry:
  attempts: "3"
  delaySeconds: -1
`;
    expect(faults(text)).toEqual([
      'jobs.yaml:1:7 name: expected a name of letters, digits, underscores, dots and hyphens, up to 80 characters',
      'jobs.yaml:2:9 action: expected one of hibernate, deallocate, start, powerOff, restart, delete',
      'jobs.yaml:4:8 select.tag.name: is missing; expected a text of 1 to 512 characters',
      'jobs.yaml:4:10 select.tag.nam: there is no such field',
      'jobs.yaml:5:18 select.resourceGroup: expected a text of 1 to 90 characters',
      'jobs.yaml:6:1 concurency: there is no such field',
      'jobs.yaml:7:14 concurrency: expected a whole number from 1 to 1000',
      'jobs.yaml:8:16 ratePerMinute: expected a whole number from 1 to 10000',
      'jobs.yaml:9:12 startTime: expected HH:MM (UTC), or an instant such as 2030-01-31T08:30:00Z',
      'jobs.yaml:11:13 retry.attempts: expected a whole number from 1 to 10',
      'jobs.yaml:12:17 retry.delaySeconds: expected a number of seconds from 0 to 86400',
    ]);
  });

  it('TORPOR-17 tells faults of all jobs of a list', () => {
    const text = `- name: a
  action: start
  select: {}
- name: A
  action: start
  select:
    size: Standard_D2s_v5
    virtualMachines:
      - { resourceGroup: rg, name: x }
      - { resourceGroup: RG, name: X }
- 3
- name: b
  action: start
  select: { powerState: off }
`;
    expect(faults(text)).toEqual([
      'jobs.yaml:3:11 [0].select: expected virtualMachines, or at least one of tag, resourceGroup, size, powerState',
      'jobs.yaml:4:9 [1].name: the same name as [0]',
      'jobs.yaml:7:11 [1].select.size: does not go with virtualMachines',
      'jobs.yaml:10:9 [1].select.virtualMachines[1]: the same VM as [0]',
      'jobs.yaml:11:3 [2]: expected members, written as name: value',
      'jobs.yaml:14:25 [3].select.powerState: expected one of running, stopped, deallocated, hibernated',
    ]);
  });

  it.each([
    ['nothing', '', 'jobs.yaml:1:1 expected a job or a list of jobs'],
    ['comments only', '# later\n', 'jobs.yaml:1:1 expected a job or a list of jobs'],
    ['no jobs', '[]', 'jobs.yaml:1:1 expected a job or a list of jobs'],
    ['a text', 'hibernate them all', 'jobs.yaml:1:1 expected members, written as name: value'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'jobs.yaml:2:1 more than one document'],
    ['a tag', 'name: !!js/function x', 'jobs.yaml:1:7 Unresolved tag: tag:yaml.org,2002:js/function'],
    ['a name given twice', `${NIGHT}name: day\n`, 'jobs.yaml:9:1 name: is given twice'],
    ['an alias of nothing', 'name: *nobody', 'jobs.yaml:1:7 *nobody: there is no such anchor before it'],
    [
      'open brackets',
      'select: {tag: [',
      'jobs.yaml:1:16 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a bracket that closes nothing', 'name: a\n]', 'jobs.yaml:2:1 "]" closes nothing'],
  ])('refuses %s', (_, text, fault) => {
    expect(faults(text)[0]).toBe(fault);
  });

  it('refuses what is not text', () => {
    const file = parseJobFile(Uint8Array.of(0x6e, 0xff, 0xfe));
    expect(file.kind === 'invalid' && file.faults).toEqual([
      { line: 1, column: 1, field: '', message: 'the file is not text in UTF-8' },
    ]);
  });

  it('lists so many faults as anybody reads, and counts the others', () => {
    const file = parse(Array.from({ length: 300 }, (_, index) => `k${index}: 1`).join('\n'));
    expect(file.kind === 'invalid' && [file.faults.length, file.omitted]).toEqual([50, 253]);
  });

  it('keeps names of JavaScript out of the way', () => {
    expect(faults('__proto__: { name: a }\nconstructor: 1').slice(-2)).toEqual([
      'jobs.yaml:1:1 __proto__: there is no such field',
      'jobs.yaml:2:1 constructor: there is no such field',
    ]);
  });
});

describe('files made to exhaust the reader', () => {
  const doubling = ['a0: &a0 [x, x]'];
  for (let level = 1; level <= 40; level++) {
    doubling.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
  }

  it.each([
    [
      'size',
      'x'.repeat(MAX_FILE_BYTES + 1),
      `the file has ${MAX_FILE_BYTES + 1} bytes, more than the ${MAX_FILE_BYTES} allowed`,
    ],
    ['brackets', '['.repeat(500_000), 'nested too deep'],
    ['braces', '{a: '.repeat(200_000), 'nested too deep'],
    ['dashes', '- '.repeat(400_000), 'nested too deep'],
    ['question marks', '? '.repeat(400_000), 'nested too deep'],
    ['colons', 'a: '.repeat(300_000), 'nested too deep'],
    [
      'indentation',
      Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      'nested too deep',
    ],
    ['anchors', '&a '.repeat(300_000), 'more than 100 anchors, aliases or tags'],
    ['tags', '!a '.repeat(300_000), 'more than 100 anchors, aliases or tags'],
    ['aliases', `a: &a x\nb: [${'*a, '.repeat(100_000)}]`, 'more than 100 anchors, aliases or tags'],
    ['aliases of aliases', doubling.join('\n'), 'aliases that multiply beyond measure'],
    ['aliases of what they are in', 'a: &a [*a]', 'stands for what it is a part of'],
  ])('%s', (_, text, message) => {
    expect(parse(text)).toMatchObject({ kind: 'invalid', faults: [{ message }], omitted: 0 });
  });
});
