/**
 * Runs the demo and puts what it printed into the README, between the transcript's markers, so that the transcript
 * is always a real one. `npm run docs:transcript`, after a build.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const BEGIN = '<!-- transcript:begin -->\n';
const END = '<!-- transcript:end -->';

const demo = spawnSync(process.execPath, [at('../bin/torpor.mjs'), 'demo'], {
  encoding: 'utf8',
  env: { ...process.env, NO_COLOR: '1' },
});
if (demo.status !== 0) {
  process.stderr.write(`${demo.stdout}${demo.stderr}\nthe demo ended with ${demo.status ?? demo.signal}\n`);
  process.exit(1);
}
const readme = readFileSync(at('../README.md'), 'utf8');
const [before, rest] = readme.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error('README.md has no place for the transcript');
const lines = demo.stdout
  .trimEnd()
  .split('\n')
  .map((line) => line.trimEnd());
const transcript = ['```text', '$ npm run demo', ...lines, '```', ''].join('\n');
writeFileSync(at('../README.md'), `${before}${BEGIN}\n${transcript}\n${END}${after}`);
