#!/usr/bin/env node
/** Starts the command line. It is compiled code: in a checkout it has to be built first. */
import { existsSync } from 'node:fs';

const OLDEST_NODE = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
const cli = new URL('../dist/src/cli.js', import.meta.url);

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `torpor: Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`,
  );
  process.exitCode = 1;
} else if (existsSync(cli)) {
  await import(cli.href);
} else {
  console.error(
    'torpor: not built yet. Run "npm run build", or "npm run demo", which builds what is missing.',
  );
  process.exitCode = 1;
}
