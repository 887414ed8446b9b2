import { rename, writeFile } from 'node:fs/promises';
import { RunError } from './run-error.js';

/** Ends the names of what is not whole yet. */
export const DRAFT = '.partial';

/** Writes a file whole: readers see the old text or the new one. Throws `RunError` folder-unwritable. */
export async function replaceText(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}${DRAFT}`, text);
    await rename(`${path}${DRAFT}`, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

export function unwritable(path: string, cause: unknown): RunError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RunError('folder-unwritable', `${path} cannot be written: ${reason}.`, {}, { cause });
}
