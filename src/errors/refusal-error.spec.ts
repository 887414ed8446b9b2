import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import { RefusalError, refusalMessage } from './refusal-error.js';

describe('RefusalError', () => {
  it('TORPOR-11 carries the refusal, its details and its cause', () => {
    const main = refusal('vm-not-found', 'web-1 in rg');
    const details = [main, refusal('disk-not-found', 'data-1 in rg')];
    const cause = new Error('cause');
    const error = new RefusalError(main, details, { cause });
    expect([error.name, error.message, error.refusal, error.details, error.cause]).toEqual([
      'RefusalError',
      'There is no VM of this name in the resource group: web-1 in rg.',
      main,
      details,
      cause,
    ]);
    expect(new RefusalError(main).details).toBeUndefined();
  });

  it('reads as a sentence with and without a detail', () => {
    expect([refusalMessage(refusal('forbidden', 'no')), refusalMessage(refusal('forbidden', ''))]).toEqual([
      'The caller may not do this: no.',
      'The caller may not do this.',
    ]);
  });
});
