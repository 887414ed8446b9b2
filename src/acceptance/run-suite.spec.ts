import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../cli/cli-error.js';
import type { AcceptanceCase } from './acceptance-case.js';
import { ACCEPTANCE_CASES } from './acceptance-cases.js';
import type { CaseResult } from './acceptance-report.js';
import { notRun } from './run-case.js';
import { type CaseRunner, runSuite, type SuiteListener } from './run-suite.js';

const CASES = ACCEPTANCE_CASES.slice(0, 5);

const passed = (one: AcceptanceCase): CaseResult => ({ ...notRun(one, ''), result: 'passed' });

function listener(heard: string[]): SuiteListener {
  return {
    began: ({ id }) => heard.push(`began ${id}`),
    acts: ({ id }, act) => heard.push(`${id} ${act}`),
    ended: ({ id, result }) => heard.push(`${result} ${id}`),
    removing: () => heard.push('removing'),
  };
}

async function run(runner: CaseRunner, concurrency: number) {
  const heard: string[] = [];
  const outcome = await runSuite(CASES, runner, { concurrency, listener: listener(heard) });
  return { ...outcome, heard, results: outcome.results.map(({ id, result, why }) => [id, result, why]) };
}

describe('runSuite', () => {
  it('tells how far it is, and answers in the order of the cases', async () => {
    const { results, heard, isInterrupted } = await run((one, says) => {
      says('create');
      return Promise.resolve(passed(one));
    }, 1);
    expect([isInterrupted, results]).toEqual([false, CASES.map(({ id }) => [id, 'passed', ''])]);
    expect(heard).toEqual(CASES.flatMap(({ id }) => [`began ${id}`, `${id} create`, `passed ${id}`]));
  });

  it('runs so many at a time and no more', async () => {
    let running = 0;
    let most = 0;
    await run(async (one) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return passed(one);
    }, 2);
    expect(most).toBe(2);
  });

  it('begins none after an interruption, and counts what was cut off as not run', async () => {
    const { results, isInterrupted } = await run(
      (one) => (one === CASES[1] ? Promise.reject(new InterruptedError()) : Promise.resolve(passed(one))),
      1,
    );
    const [first, ...others] = CASES;
    expect([isInterrupted, results]).toEqual([
      true,
      [[first!.id, 'passed', ''], ...others.map(({ id }) => [id, 'not run', 'interrupted'])],
    ]);
  });
});
