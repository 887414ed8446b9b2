import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '#libs/refusal';
import { ERROR_TABLE, EXIT_CODES, type ErrorMapping } from './error-table.js';

const offenders = (isWrong: (mapping: ErrorMapping) => boolean) =>
  REFUSAL_CODES.filter((code) => isWrong(ERROR_TABLE[code]));

describe('the error table', () => {
  it('has an entry for every refusal and for nothing else', () => {
    expect(Object.keys(ERROR_TABLE).toSorted()).toEqual([...REFUSAL_CODES].toSorted());
  });

  it('ARM-15 answers 404 where something is missing, and exits with the code for that', () => {
    expect(
      offenders(({ httpStatus, exitCode }) => (httpStatus === 404) !== (exitCode === EXIT_CODES.notFound)),
    ).toEqual([]);
    expect(ERROR_TABLE['group-not-found'].armCode).toBe('ResourceGroupNotFound');
    expect(ERROR_TABLE['subscription-not-found'].armCode).toBe('SubscriptionNotFound');
    expect(ERROR_TABLE['vm-not-found'].armCode).toBe('ResourceNotFound');
  });

  it('ARM-22 ARM-30 answers OperationNotAllowed with 409, and with 429 where requests are throttled', () => {
    expect(
      offenders(
        ({ armCode, httpStatus }) =>
          armCode === 'OperationNotAllowed' && httpStatus !== 409 && httpStatus !== 429,
      ),
    ).toEqual([]);
  });

  it('ASSUME-11 answers 409 to what can be checked at once, and leaves VMHibernateFailed to operations', () => {
    expect(ERROR_TABLE['os-disk-too-small']).toEqual({
      httpStatus: 409,
      armCode: 'OperationNotAllowed',
      exitCode: 4,
    });
    expect(ERROR_TABLE['guest-request-timed-out'].armCode).toBe('VMHibernateFailed');
    expect(offenders(({ armCode, exitCode }) => armCode.startsWith('VMHibernate') && exitCode !== 5)).toEqual(
      [],
    );
  });

  it('ASSUME-12 answers 413 RequestTooLarge to a body that is too large', () => {
    expect(ERROR_TABLE['body-too-large']).toEqual({
      httpStatus: 413,
      armCode: 'RequestTooLarge',
      exitCode: 2,
    });
  });

  it('answers input that is wrong in itself with a status between 400 and 499', () => {
    expect(
      offenders(
        ({ exitCode, httpStatus }) =>
          exitCode === EXIT_CODES.invalid && (httpStatus < 400 || httpStatus > 499),
      ),
    ).toEqual([]);
  });

  it('writes ARM codes in Pascal case', () => {
    expect(offenders(({ armCode }) => !/^([A-Z]+[a-z]+)+$/.test(armCode))).toEqual([]);
  });
});
