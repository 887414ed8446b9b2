import { describe, expect, it } from 'vitest';
import { isValidLink, serialLogPath } from './serial-log-link.js';

const LINK = { vmId: 'vm', expiresAt: 100 };
const signatureOf = (path: string) => new URL(path, 'http://x').searchParams.get('sig') ?? '';
const GOOD = signatureOf(serialLogPath(LINK, 'secret'));

describe('a link to a serial log', () => {
  it.each([
    ['the link itself', LINK, GOOD, 99_999, true],
    ['when it has expired', LINK, GOOD, 100_000, false],
    ['with a later expiry', { ...LINK, expiresAt: 200 }, GOOD, 99_999, false],
    ['to another VM', { ...LINK, vmId: 'other' }, GOOD, 99_999, false],
    ['with no signature', LINK, '', 99_999, false],
    ['with the signature of another key', LINK, signatureOf(serialLogPath(LINK, 'other')), 99_999, false],
  ])('%s: %#', (_what, link, signature, nowMs, expected) => {
    expect(isValidLink(link, signature, 'secret', nowMs)).toBe(expected);
  });
});
