import { describe, expect, it } from 'vitest';
import { generateSecret, hashSecret, isSameText, isSecret, MIN_SECRET_LENGTH } from './client-secret.js';
import { HashingQueue } from './hashing-queue.js';

describe('secrets', () => {
  it('ARM-35 are known again by their hash, and no others are', async () => {
    const secret = generateSecret();
    const [one, two] = await Promise.all([hashSecret(secret), hashSecret(secret)]);
    expect(one.hash).not.toBe(two.hash);
    const verdicts = await Promise.all([
      isSecret(secret, one),
      isSecret(secret, two),
      isSecret(`${secret}x`, one),
      isSecret('', one),
      isSecret(secret, { ...one, salt: two.salt }),
      isSecret(secret, undefined),
      isSecret(secret, null),
    ]);
    expect(verdicts).toEqual([true, true, false, false, false, false, false]);
  });

  it('ARM-35 that are drawn differ and are long', () => {
    const drawn = Array.from({ length: 20 }, generateSecret);
    expect(new Set(drawn).size).toBe(20);
    expect(drawn.every((secret) => secret.length >= 2 * MIN_SECRET_LENGTH)).toBe(true);
  });

  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['', '', true],
  ])('ARM-35 %j is %j: %s', (left, right, expected) => {
    expect(isSameText(left, right)).toBe(expected);
  });
});

describe('HashingQueue', () => {
  /** Work that ends when it is told to. */
  function gate() {
    let open = () => {};
    const passed = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, work: () => passed.then(() => 'done') };
  }

  it('ARM-35 does a few at a time, lets some wait and turns the rest away', async () => {
    const queue = new HashingQueue();
    const gates = Array.from({ length: 80 }, gate);
    let begun = 0;
    const results = gates.map(({ work }) =>
      queue.run(() => {
        begun++;
        return work();
      }),
    );
    await Promise.resolve();
    expect(begun).toBe(2);
    for (const { open } of gates) open();
    const outcomes = await Promise.all(results);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(66);
    expect(outcomes.slice(66)).toEqual(Array.from({ length: 14 }, () => undefined));
    expect(await queue.run(async () => 'later')).toBe('later');
  });

  it('ARM-35 goes on after a failure', async () => {
    const queue = new HashingQueue();
    const failing = () => Promise.reject(new Error('no memory'));
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => queue.run(failing)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await queue.run(async () => 'fine')).toBe('fine');
  });
});
