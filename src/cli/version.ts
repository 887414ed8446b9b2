import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in the package.json above this file: it is one folder further up in a built package. */
export function productVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let parent = dirname(folder); parent !== folder; [folder, parent] = [parent, dirname(parent)]) {
    const found = versionIn(join(folder, 'package.json'));
    if (found !== undefined) return found;
  }
  return '0.0.0';
}

function versionIn(path: string): string | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown; version?: unknown };
    return name === 'torpor' && typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
