/** A process that uses the engines of the home in its environment until it is told to end with SIGTERM. */
import { startEngines } from '../../src/engines/start-engines.js';
import { torporHome } from '../../src/home/torpor-home.js';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

try {
  const engines = await startEngines({ home: torporHome() });
  const keepAlive = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(keepAlive);
    void engines.close().then(() => say('closed'));
  });
  say(`ready ${JSON.stringify({ postgres: engines.postgres.url, queue: engines.queue })}`);
} catch (error) {
  say(`failed ${error instanceof Error ? error.message : String(error)}`);
}
