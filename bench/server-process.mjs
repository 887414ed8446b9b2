import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A server of its own process, as `torpor serve` starts it, that tells what it has used. */
export async function startServer(env) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./count-statements.mjs', import.meta.url).href,
      at('../bin/torpor.mjs'),
      'serve',
      '--port',
      '0',
      '--concurrency',
      '64',
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /listens at (https:\S+)/.exec(text);
      if (found !== null) resolve(found[1]);
    });
    void ended.then((code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    url,
    usage: () =>
      new Promise((resolve) => {
        child.once('message', resolve);
        child.send('usage');
      }),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
