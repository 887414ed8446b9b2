/**
 * Drives a server of its own with the real Azure CLI and prints what passed.
 *
 *   node scripts/az/run.mjs [--only TEXT] [--record FILE] [--markdown FILE]
 *
 * `--only` runs the cases of sections whose title contains the text, after the first two sections. `--record` writes
 * the requests that the CLI sent, for the replay test. `--markdown` writes the table as a page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AzureCli, versionOf } from './azure-cli.mjs';
import { SECTIONS } from './cases.mjs';
import { markdownOf } from './markdown.mjs';
import { readmeSection } from './readme-cases.mjs';
import { recordingOf } from './recording.mjs';
import { startRecorder } from './recorder.mjs';
import { registerHosts, startServer } from './server.mjs';
import { prepareValues } from './values.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, record: { type: 'string' }, markdown: { type: 'string' } },
});
const say = (line) => process.stderr.write(`${line}\n`);

const server = await startServer();
const tls = {
  key: readFileSync(join(server.home, 'tls/server.key.pem')),
  cert: readFileSync(join(server.home, 'tls/server.crt.pem')),
};
const recorder = await startRecorder({ serverUrl: server.url, caPath: server.caPath, tls });
const results = [];
try {
  const cli = await AzureCli.open({ caPath: server.caPath, say });
  await registerHosts(server);
  const values = await prepareValues(cli, server, recorder.url);
  const version = await versionOf(cli);
  const readme = readmeSection(recorder.url);
  for (const [index, { section, cases }] of [...SECTIONS, readme].entries()) {
    if (index > 1 && options.only !== undefined && !section.includes(options.only)) continue;
    for (const one of cases) results.push({ section, ...(await tried(cli, one, values)) });
  }
  const recorded = recorder.exchanges.filter(({ title }) => !readme.titles.has(title));
  const failed = results.filter(({ fault }) => fault !== undefined);
  process.stdout.write(`az ${version}: ${results.length - failed.length} of ${results.length} passed\n`);
  for (const { az, fault } of failed) process.stdout.write(`\nfailed: az ${az}\n${fault}\n`);
  if (options.record !== undefined) writeFileSync(options.record, recordingOf(recorded, values));
  if (options.markdown !== undefined) writeFileSync(options.markdown, markdownOf(version, results));
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await recorder.close();
  await server.close();
}

/** @returns {Promise<{az: string, seconds: number, requests: number, fault?: string}>} */
async function tried(cli, { az, argv: given, exit = 0, error, answered, expect }, values) {
  const argv = given ?? az.split(' ').map((word) => filled(word, values));
  recorder.mark(`az ${az}`);
  const [before, startedAt] = [recorder.exchanges.length, Date.now()];
  const output = await cli.execute([...argv, ...(isAsIs(argv, given, exit) ? [] : ['-o', 'json'])]);
  const seconds = (Date.now() - startedAt) / 1000;
  const code = recorder.exchanges.slice(before).findLast((exchange) => exchange.code !== undefined)?.code;
  const requests = recorder.exchanges.length - before;
  const fault = faultOf({ ...output, code }, { exit, error, answered, expect });
  const verdict = fault === undefined ? 'ok  ' : 'FAIL';
  process.stdout.write(
    `${verdict}  ${seconds.toFixed(1).padStart(5)} s  ${String(requests).padStart(3)} requests  az ${az}\n`,
  );
  return { az, exit, seconds, requests, ...(fault === undefined ? {} : { fault }) };
}

/** What is to be read by people, or shows its answer in a form of its own. */
function isAsIs(argv, given, exit) {
  return given !== undefined || argv[0] === 'rest' || exit !== 0;
}

function faultOf({ exit, stdout, stderr, code }, wanted) {
  if (exit !== wanted.exit)
    return `exit code ${exit} instead of ${wanted.exit}: ${stderr.trim() || stdout.trim()}`;
  if (wanted.error !== undefined && !wanted.error.test(stderr)) return `says ${stderr.trim()}`;
  if (wanted.answered !== undefined && wanted.answered !== code) return `the server answered ${code}`;
  if (wanted.expect === undefined) return undefined;
  try {
    return wanted.expect(stdout.trim() === '' ? undefined : JSON.parse(stdout));
  } catch (thrown) {
    return `${thrown.message} in ${stdout.slice(0, 400)}`;
  }
}

function filled(text, values) {
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`no value is called ${name}`);
    return values[name];
  });
}
