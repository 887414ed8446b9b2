import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileOnce } from './durable-file.js';
import { identityOf, isAlive, parseIdentity } from './process-identity.js';
import { LockTimeoutError, withProcessLock } from './process-lock.js';

/** The number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('locks and files between processes', () => {
  let directory = '';
  let lock = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'torpor-lock-'));
    lock = join(directory, 'lock');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets one holder in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withProcessLock(lock, work)));
    expect({ most, isLeft: existsSync(lock) }).toEqual({ most: 1, isLeft: false });
  });

  const ABANDONED: readonly (readonly [string, () => string])[] = [
    ['a holder that was killed', () => JSON.stringify({ pid: deadPid() })],
    ['nonsense', () => 'nonsense'],
    // Only Linux shows when a process was started.
    ...(process.platform === 'linux'
      ? [
          [
            'a number that another process has now',
            () => JSON.stringify({ pid: process.pid, startedAt: '1' }),
          ] as const,
        ]
      : []),
  ];
  for (const [what, content] of ABANDONED) {
    it(`takes over the lock of ${what}`, async () => {
      writeFileSync(lock, content());
      const results = await Promise.all(
        [1, 2, 3].map((n) => withProcessLock(lock, () => Promise.resolve(n))),
      );
      expect(results).toEqual([1, 2, 3]);
    });
  }

  it('gives up on a live holder after a while, naming it', async () => {
    await withProcessLock(lock, async () => {
      await expect(withProcessLock(lock, () => Promise.resolve(), 0)).rejects.toEqual(
        new LockTimeoutError(lock, process.pid),
      );
    });
  });

  it('creates a file once, for all who try', () => {
    const file = join(directory, 'secret');
    expect([
      createFileOnce(file, 'first'),
      createFileOnce(file, 'second'),
      readFileSync(file, 'utf8'),
    ]).toEqual(['first', 'first', 'first']);
  });

  it('tells live processes from ended ones', () => {
    expect([isAlive(identityOf(process.pid)), isAlive({ pid: deadPid() })]).toEqual([true, false]);
  });

  it('reads no identity from anything else', () => {
    const texts = ['', 'null', '{}', '{"pid":-1}', '{"pid":"1"}', '{"pid":1.5}', '[1]'];
    expect(texts.map(parseIdentity)).toEqual(texts.map(() => undefined));
  });
});
