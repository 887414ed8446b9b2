import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ambientEffects, badNames, defaultExports, longFiles, testExceptions } from './source-conventions.js';
import { isSpec, ROOT, sourceFiles } from './source-files.js';

const FOLDERS = ['libs', 'src', 'test', 'scripts', 'bin'];
const LONGEST_FILE = 500;

const ofLibs = sourceFiles(['libs']);
const ofAll = sourceFiles(FOLDERS, ['.ts', '.mjs']);

describe('the sources', () => {
  it('have names that say what they provide, in kebab-case', () => {
    expect(badNames(ofAll.map(({ path }) => path))).toEqual([]);
  });

  it('TORPOR-12 of libs take no clock, no chance and no timer from their surroundings', () => {
    expect(ofLibs.filter((file) => !isSpec(file)).flatMap(ambientEffects)).toEqual([]);
  });

  it(`have at most ${LONGEST_FILE} lines each`, () => {
    expect(longFiles(ofAll, LONGEST_FILE)).toEqual([]);
  });

  it('export by name', () => {
    expect(ofAll.flatMap(defaultExports)).toEqual([]);
  });

  it('leave no test out', () => {
    expect(ofAll.flatMap(testExceptions)).toEqual([]);
  });

  it('give every lib an index', () => {
    const libs = readdirSync(join(ROOT, 'libs'));
    expect(libs.filter((lib) => !existsSync(join(ROOT, 'libs', lib, 'src', 'index.ts')))).toEqual([]);
  });
});

describe('badNames', () => {
  it.each([
    ['libs/vmbus/src/guid.ts', false],
    ['libs/resume-matching/src/match-core.ts', false],
    ['src/vms/hibernate-vm/hibernate-vm.handler.spec.ts', false],
    ['src/persistence/migrations/0001-initial.ts', false],
    ['libs/vmbus/src/utils.ts', true],
    ['libs/vmbus/src/guid-helpers.ts', true],
    ['src/common/errors.ts', true],
    ['libs/core/src/index.ts', true],
    ['src/vms/VmManager.ts', true],
    ['src/vms/vm_row.ts', true],
  ])('%s: %s', (path, isBad) => {
    expect(badNames([path])).toEqual(isBad ? [path] : []);
  });
});

describe('ambientEffects', () => {
  it.each([
    ['const a = Date.now();', ['x.ts:1 Date.now']],
    ['const a = new Date(0);', ['x.ts:1 new Date']],
    ['\nconst a = Math.random();', ['x.ts:2 Math.random']],
    ["import { randomUUID } from 'node:crypto';", ['x.ts:1 randomUUID']],
    ['setTimeout(() => undefined, 1);', ['x.ts:1 setTimeout']],
    ['// Date.now() and setTimeout are banned here', []],
    ["const text = 'Math.random';", []],
    ['type When = Date; const a = clock.now();', []],
  ])('%j', (text, expected) => {
    expect(ambientEffects({ path: 'x.ts', text })).toEqual(expected);
  });
});

describe('defaultExports', () => {
  it.each([
    ['export default 1;', ['x.ts:1 export default']],
    ['export default function a() {}', ['x.ts:1 export default']],
    ['const a = 1; export { a as default };', ['x.ts:1 export as default']],
    ['switch (a) { default: break; }', []],
    ['export const a = 1;', []],
  ])('%j', (text, expected) => {
    expect(defaultExports({ path: 'x.ts', text })).toEqual(expected);
  });
});

describe('testExceptions', () => {
  // Spelt in parts, or this very file would be one of the findings.
  const call = (name: string) => `it.${name}('does', () => undefined);`;

  it.each([
    ['only', 'x.spec.ts', ['x.spec.ts:1 it.only']],
    ['skip', 'x.spec.ts', ['x.spec.ts:1 it.skip']],
    ['todo', 'x.spec.ts', ['x.spec.ts:1 it.todo']],
    ['each([1])', 'x.spec.ts', []],
    ['skip', 'x.ts', []],
  ])('it.%s in %s', (name, path, expected) => {
    expect(testExceptions({ path, text: call(name) })).toEqual(expected);
  });

  it('sees through a table of cases', () => {
    expect(testExceptions({ path: 'x.spec.ts', text: call('skip.each([1])') })).toEqual([
      'x.spec.ts:1 it.skip',
    ]);
  });

  it('lets a step of a saga skip', () => {
    expect(testExceptions({ path: 'x.spec.ts', text: "saga.skip('not needed');" })).toEqual([]);
  });
});

describe('longFiles', () => {
  it('counts lines without the last line break', () => {
    const text = 'a\nb\nc\n';
    expect(longFiles([{ path: 'x.ts', text }], 3)).toEqual([]);
    expect(longFiles([{ path: 'x.ts', text }], 2)).toEqual(['x.ts: 3 lines']);
  });
});
