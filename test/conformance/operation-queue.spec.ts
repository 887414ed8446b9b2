import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis } from '../../src/engines/testing/test-redis.js';
import { createOperationQueue } from '../../src/queue/create-operation-queue.js';
import { type OperationQueue, PermanentFailureError } from '../../src/queue/operation-queue.port.js';
import { registerIfPossible } from '../not-run.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { type Ground, postgresGround, redisGround } from './queue-grounds.js';
import { Calls, until } from './queue-observation.js';

const AN_HOUR_MS = 3_600_000;

function conformsOn(title: string, openGround: () => Promise<Ground>): void {
  describe(`operation queue on ${title}`, () => {
    let ground: Ground;
    let queueName = '';
    const open: OperationQueue[] = [];
    const openQueue = async (name = `test-${randomUUID()}`): Promise<OperationQueue> => {
      queueName = name;
      const queue = createOperationQueue(ground.backend, { name });
      open.push(queue);
      await queue.waitUntilReady();
      return queue;
    };
    const isEmpty = (queue: OperationQueue) => async (): Promise<boolean> => {
      const { waiting, active, delayed } = await queue.depth();
      return waiting + active + delayed === 0;
    };

    beforeAll(async () => {
      ground = await openGround();
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((queue) => queue.close({ graceMs: 0 })));
    });
    afterAll(async () => {
      await ground.close();
    });

    it('delivers every operation once', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      const ids = Array.from({ length: 60 }, (_, i) => `op-${i}`);
      await queue.addMany(ids.slice(0, 40));
      await queue.process(
        calls.handler(() => 'finished'),
        { concurrency: 5 },
      );
      await Promise.all(ids.slice(40).map((id) => queue.add(id)));
      await until(isEmpty(queue));
      expect(calls.all().toSorted()).toEqual(ids.toSorted());
    });

    it('has one job for an operation that is added again while it waits', async () => {
      const queue = await openQueue();
      await queue.add('a');
      await queue.add('a');
      await queue.addMany(['a', 'b', 'a']);
      expect(await queue.depth()).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0 });
    });

    it('delivers an operation that is added again after its job has ended', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      await queue.process(
        calls.handler(() => 'finished'),
        { concurrency: 1 },
      );
      for (let round = 0; round < 3; round += 1) {
        await queue.add('a');
        await until(isEmpty(queue));
      }
      expect(calls.all()).toEqual(['a', 'a', 'a']);
    });

    it('holds a delayed operation back until its time, or until it is added without delay', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      await queue.process(
        calls.handler(() => 'finished'),
        { concurrency: 1 },
      );
      await queue.add('late', { delayMs: AN_HOUR_MS });
      await queue.add('soon', { delayMs: 1 });
      await calls.of('soon', 1);
      await until(async () => (await queue.depth()).active === 0);
      expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 0 });
      await queue.add('late');
      await until(isEmpty(queue));
      // The port allows one call more than needed for an operation that is added twice.
      expect(['soon late', 'soon late late']).toContain(calls.all().join(' '));
    });

    it('calls again after the wait that the handler asks for, and frees the worker meanwhile', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      const first = calls.handler((id, n) => {
        if (id === 'quick') return 'finished';
        return n === 1 ? { waitMs: 1 } : { waitMs: AN_HOUR_MS };
      });
      await queue.process(first, { concurrency: 1 });
      await queue.add('slow');
      await calls.of('slow', 2);
      await queue.add('quick');
      await calls.of('quick', 1);
      await until(async () => (await queue.depth()).active === 0);
      expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 1, failed: 0 });
    });

    const VERDICTS = [
      ['ends', 'finished'],
      ['waits for the clock', 'waits-for-advance'],
      ['waits for an hour', { waitMs: AN_HOUR_MS }],
    ] as const;
    for (const [what, verdict] of VERDICTS) {
      it(`calls again when an operation is added while its handler runs and then ${what}`, async () => {
        const queue = await openQueue();
        const calls = new Calls();
        await queue.process(
          calls.handler(async (_id, n) => {
            if (n === 1) await queue.add('a');
            return n === 1 ? verdict : 'finished';
          }),
          { concurrency: 1 },
        );
        await queue.add('a');
        await calls.of('a', 2);
        await until(isEmpty(queue));
        expect(calls.all().slice(0, 2)).toEqual(['a', 'a']);
      });
    }

    it('loses no wake-up in a race of adds against handlers that wait', async () => {
      const ROUNDS = 15;
      const queue = await openQueue();
      const workers = await Promise.all([openQueue(queueName), openQueue(queueName)]);
      const stored = new Map<string, number>();
      const seen = new Map<string, number>();
      const observers = new Map<string, () => void>();
      for (const worker of workers) {
        await worker.process(
          async (id) => {
            // What is stored after this line needs a further call. The observer stores more at once, so that its
            // add meets the handler while it runs, while it ends, or just after.
            seen.set(id, Math.max(stored.get(id) ?? 0, seen.get(id) ?? 0));
            observers.get(id)?.();
            await new Promise((resolve) => setImmediate(resolve));
            return { waitMs: AN_HOUR_MS };
          },
          { concurrency: 4 },
        );
      }
      const seenFact = (id: string, fact: number): Promise<void> =>
        new Promise((resolve) => {
          const look = (): void => {
            if ((seen.get(id) ?? 0) >= fact) resolve();
          };
          observers.set(id, look);
          look();
        });
      const ids = Array.from({ length: 12 }, (_, i) => `op-${i}`);
      await Promise.all(
        ids.map(async (id) => {
          for (let fact = 1; fact <= ROUNDS; fact += 1) {
            stored.set(id, fact);
            await queue.add(id);
            await seenFact(id, fact);
          }
        }),
      );
      expect([...seen.values()]).toEqual(ids.map(() => ROUNDS));
    });

    it('repeats an operation whose handler throws', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      await queue.process(
        calls.handler((_id, n) => {
          if (n < 3) throw new Error('the database is away');
          return 'finished';
        }),
        { concurrency: 1 },
      );
      await queue.add('a');
      await until(isEmpty(queue));
      expect(calls.all()).toEqual(['a', 'a', 'a']);
    });

    it('ends the job of a permanent failure, and takes the operation again when it is added again', async () => {
      const queue = await openQueue();
      const calls = new Calls();
      await queue.process(
        calls.handler((_id, n) => {
          if (n === 1) throw new PermanentFailureError('there is no such operation');
          return 'finished';
        }),
        { concurrency: 1 },
      );
      await queue.add('a');
      await until(async () => (await queue.depth()).failed === 1);
      await queue.add('a');
      await until(isEmpty(queue));
      expect({ calls: calls.all(), depth: await queue.depth() }).toEqual({
        calls: ['a', 'a'],
        depth: { waiting: 0, active: 0, delayed: 0, failed: 1 },
      });
    });

    it('shares the work between workers', async () => {
      const queue = await openQueue();
      const workers = await Promise.all([openQueue(queueName), openQueue(queueName)]);
      const taken: number[] = [];
      // Neither handler ends before both run: with one job at a time each, both workers must have taken one.
      await Promise.all(
        workers.map((worker, i) =>
          worker.process(
            async () => {
              taken.push(i);
              await until(() => Promise.resolve(taken.length === 2));
              return 'finished';
            },
            { concurrency: 1 },
          ),
        ),
      );
      await queue.addMany(['a', 'b']);
      await until(isEmpty(queue));
      expect(taken.toSorted()).toEqual([0, 1]);
    });

    it('TORPOR-6 delivers the operation of a worker that was killed to another one', async () => {
      const queue = await openQueue();
      const victim = startTypescript('test/conformance/operation-queue-worker.fixture.ts', {
        arguments: [JSON.stringify({ backend: ground.backend, name: queueName })],
      });
      await victim.line('ready');
      await queue.add('orphan');
      await victim.line('took orphan');
      const calls = new Calls();
      await queue.process(
        calls.handler(() => 'finished'),
        { concurrency: 1 },
      );
      victim.child.kill('SIGKILL');
      expect(await victim.ended).toBe('SIGKILL');
      await calls.of('orphan', 1);
      await until(isEmpty(queue));
      expect(calls.all()).toEqual(['orphan']);
    });

    it('TORPOR-9 delivers operations that are added again after the queue has lost everything', async () => {
      const queue = await openQueue();
      const worker = await openQueue(queueName);
      const calls = new Calls();
      let tellLost = (): void => undefined;
      const lost = new Promise<void>((resolve) => {
        tellLost = resolve;
      });
      await worker.process(
        calls.handler(async (id, n) => {
          if (n > 1) return 'finished';
          if (id === 'running') await ground.loseEverything().then(tellLost);
          return { waitMs: AN_HOUR_MS };
        }),
        { concurrency: 1 },
      );
      await queue.addMany(['delayed', 'running', 'waiting']);
      await queue.add('later', { delayMs: AN_HOUR_MS });
      await lost;
      const unfinished = ['delayed', 'later', 'running', 'waiting'];
      await queue.addMany(unfinished);
      await Promise.all(unfinished.map((id) => calls.of(id, 1)));
      await queue.addMany(unfinished);
      await until(isEmpty(queue));
      expect([...new Set(calls.all())].toSorted()).toEqual(unfinished);
    });

    it('goes on after every connection was cut', async () => {
      const queue = await openQueue();
      const worker = await openQueue(queueName);
      const calls = new Calls();
      await worker.process(
        calls.handler(() => 'finished'),
        { concurrency: 1 },
      );
      await queue.add('before');
      await calls.of('before', 1);
      await ground.cutConnections();
      await until(() =>
        queue.add('after').then(
          () => true,
          () => false,
        ),
      );
      await calls.of('after', 1);
      await until(isEmpty(queue));
      expect(new Set(calls.all())).toEqual(new Set(['before', 'after']));
    });

    it('waits for running handlers when it is closed, and takes nothing more', async () => {
      const queue = await openQueue();
      const worker = createOperationQueue(ground.backend, { name: queueName });
      const calls = new Calls();
      let finish = (): void => undefined;
      const mayFinish = new Promise<void>((resolve) => {
        finish = resolve;
      });
      await worker.process(
        calls.handler(async () => {
          await mayFinish;
          return 'finished' as const;
        }),
        { concurrency: 1 },
      );
      await queue.addMany(['running', 'next']);
      await calls.of('running', 1);
      const closed = worker.close({ graceMs: AN_HOUR_MS });
      finish();
      await closed;
      expect({ calls: calls.all(), depth: await queue.depth() }).toEqual({
        calls: ['running'],
        depth: { waiting: 1, active: 0, delayed: 0, failed: 0 },
      });
    });
  });
}

conformsOn('PostgreSQL', postgresGround);

registerIfPossible(
  {
    what: 'queue conformance on Redis',
    isHere: await hasRedis(),
    without: 'no redis-server found',
    isRequiredInCi: true,
  },
  () => conformsOn('Redis', redisGround),
);
