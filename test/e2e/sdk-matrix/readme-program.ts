import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = new URL('../../../', import.meta.url);
const SECTION = '### Use it from the SDK';
/** Where the README says that the server is. */
const DOCUMENTED_URL = 'https://127.0.0.1:8443';

/** The program of the README's section on the SDK, in a file below the repository, whose packages it finds so. */
export function writeReadmeProgram(serverUrl: string): { readonly path: string; remove(): void } {
  const readme = readFileSync(new URL('README.md', REPOSITORY), 'utf8');
  const [, section = ''] = readme.split(`\n${SECTION}\n`);
  const [, program] = /^```ts\n(.*?)^```$/ms.exec(section.split(/^##/m)[0] ?? '') ?? [];
  if (program === undefined) throw new Error(`README.md has no program below "${SECTION}"`);
  if (!program.includes(DOCUMENTED_URL)) throw new Error(`the program does not say ${DOCUMENTED_URL}`);
  const scratch = new URL('.tmp/', REPOSITORY);
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(fileURLToPath(new URL('readme-', scratch)));
  writeFileSync(`${folder}/program.ts`, program.replaceAll(DOCUMENTED_URL, serverUrl));
  return {
    path: `.tmp/${basename(folder)}/program.ts`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
