import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './source-files.js';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Runs dependency-cruiser with the rules of this repository over `libs` and `src` of a folder. */
function violationsIn(folder: string): readonly Violation[] {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(ROOT, '.dependency-cruiser.cjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, '--config', config, '--output-type', 'json', 'libs', 'src'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(`dependency-cruiser printed nothing: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
  expect(summary.totalCruised).toBeGreaterThan(0);
  return summary.violations;
}

/** A small repository in which each file breaks one rule, or is there to be imported. */
const WRONG_SOURCES: Readonly<Record<string, string>> = {
  'libs/vmbus/src/index.ts': "export * from './guid.js';",
  'libs/vmbus/src/guid.ts': 'export type Guid = string;',
  'libs/vmbus/src/upwards.ts': "import type { Host } from '#libs/hosts';\nexport type A = Host;",
  'libs/hosts/src/index.ts': "export * from './host.js';",
  'libs/hosts/src/host.ts': 'export type Host = string;',
  'libs/hosts/src/reads-a-file.ts': "export { readFileSync } from 'node:fs';",
  'libs/hosts/src/uses-a-driver.ts': "import pg from 'pg';\nexport const client = pg.Client;",
  'libs/hosts/src/knows-the-program.ts': "export { port } from '../../../src/settings.js';",
  'libs/hosts/src/host.spec.ts':
    "import { readFileSync } from 'node:fs';\nimport { it } from 'vitest';\nit(String(readFileSync));",
  'libs/placement/src/index.ts': "export * from '#libs/hosts';",
  'libs/placement/src/past-the-index.ts': "export * from '../../hosts/src/host.js';",
  'libs/hibernation/src/index.ts': "export * from '#libs/vm-operations';",
  'libs/vm-operations/src/index.ts': 'export const steps = 1;',
  'libs/vm-operations/src/knows-hibernation.ts': "export * from '#libs/hibernation';",
  'libs/newcomer/src/index.ts': "export * from '#libs/hosts';",
  'libs/saga/src/one.ts': "import { two } from './two.js';\nexport const one = (): number => two();",
  'libs/saga/src/two.ts': "import { one } from './one.js';\nexport const two = (): number => one();",
  'src/settings.ts': 'export const port = 1;',
  'src/lost.ts': "export * from './nowhere.js';",
  'src/vms/vms.module.ts': "export * from './start-vm/start-vm.handler.js';",
  'src/vms/start-vm/start-vm.handler.ts': "export * from '#libs/hosts';",
  'src/vms/stop-vm/stop-vm.handler.ts': "export * from '../start-vm/start-vm.handler.js';",
  'src/hosts/add-host/add-host.command.ts': "export * from '../../vms/start-vm/start-vm.handler.js';",
  'src/persistence/vm.repository.ts': "export * from '../vms/vms.module.js';",
  'src/persistence/host.repository.ts': "export * from '#libs/hosts';",
};

describe('the import rules', () => {
  it('are kept by libs and src', () => {
    const found = violationsIn(ROOT).map(({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`);
    expect(found).toEqual([]);
  });
});

describe('a repository that breaks them', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'torpor-imports-'));
    const imports = { '#libs/*': { development: './libs/*/src/index.ts', default: './dist/*.js' } };
    const files = { ...WRONG_SOURCES, 'package.json': JSON.stringify({ type: 'module', imports }) };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is caught at every wrong import and nowhere else', () => {
    const found = violationsIn(folder).map(({ from, rule }) => `${from}: ${rule.name}`);
    expect(found.toSorted()).toEqual([
      'libs/hosts/src/knows-the-program.ts: lib-not-to-src',
      'libs/hosts/src/reads-a-file.ts: lib-not-to-node',
      'libs/hosts/src/uses-a-driver.ts: lib-not-to-packages',
      'libs/newcomer/src/index.ts: layer-unknown-lib',
      'libs/placement/src/past-the-index.ts: lib-through-its-index',
      'libs/saga/src/one.ts: no-cycle',
      'libs/vm-operations/src/knows-hibernation.ts: layer-vm-operations',
      'libs/vmbus/src/upwards.ts: layer-vmbus',
      'src/hosts/add-host/add-host.command.ts: use-case-alone:hosts/add-host',
      'src/lost.ts: no-unresolvable',
      'src/persistence/vm.repository.ts: adapter-not-to-feature',
      'src/vms/stop-vm/stop-vm.handler.ts: use-case-alone:vms/stop-vm',
    ]);
  });
});
