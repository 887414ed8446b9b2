import { expect, it } from 'vitest';
import { scenarioFolderName } from './scenario-folder-name.js';

it.each([
  [0, 1, 'all', '01-all'],
  [8, 12, 'azure, 1.5x — staggered!', '09-azure-1-5x-staggered'],
  [99, 120, '../..', '100-run'],
  [0, 1, 'x'.repeat(100), `01-${'x'.repeat(60)}`],
])('scenario %i of %i, %s, is in %s', (index, count, name, folder) => {
  expect(scenarioFolderName(index, count, name)).toBe(folder);
});
