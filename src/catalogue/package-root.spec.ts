import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRootAbove } from './package-root.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

describe('packageRootAbove', () => {
  it.each([here, root, join(root, 'dist', 'src', 'catalogue'), join(root, 'node_modules', 'vitest')])(
    'finds the data from %s',
    (start) => {
      expect(packageRootAbove(start)).toBe(root);
      expect(existsSync(join(packageRootAbove(start), 'data', 'azure-skus', 'vm-skus.csv'))).toBe(true);
    },
  );

  it('says so when there is none', () => {
    expect(() => packageRootAbove('/')).toThrow(new Error('no package.json of torpor above /'));
  });
});
