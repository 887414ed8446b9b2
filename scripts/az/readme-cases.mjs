/** The commands of the README's section on the CLI, as they are written there, for a server at another address. */
import { readFileSync } from 'node:fs';

const README = new URL('../../README.md', import.meta.url);
const SECTION = /### Use it from az\n([\s\S]*?)\n### /;
/** Where the README says the server is. */
const README_URL = 'https://127.0.0.1:8443';

/** @returns {{section: string, cases: {az: string, argv: string[]}[], titles: Set<string>}} */
export function readmeSection(url) {
  const text = SECTION.exec(readFileSync(README, 'utf8'))?.[1] ?? '';
  const lines = text.split('\n').filter((line) => line.startsWith('az '));
  if (lines.length === 0) throw new Error('the README has no commands for the CLI');
  const cases = lines.map((line) => ({ az: line.slice('az '.length), argv: wordsOf(line, url).slice(1) }));
  const titles = new Set(cases.map(({ az }) => `az ${az}`));
  return { section: 'As the README says', cases, titles };
}

/** Words of a line as a shell takes them: double quotes hold one word together, nothing is expanded. */
function wordsOf(line, url) {
  const words = line.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replaceAll('"', '').replace(README_URL, url));
}
