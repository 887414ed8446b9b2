import { describe, expect, it } from 'vitest';
import type { ScenarioSummary } from '#libs/what-if';
import { placementRun, policyRun, stormRun } from '../report/testing/run-reports.js';
import { summaryLines } from './summary-lines.js';

const shown = (scenarios: readonly ScenarioSummary[]) => `\n${summaryLines(scenarios).join('\n')}\n`;

describe('the lines after a run', () => {
  it('tell policies side by side', () => {
    expect(shown(policyRun().scenarios.slice(0, 2))).toBe(`
scenario       back whole  memory lost  hang  damaged  not placed  ready p50    ready p99   queue    429s      saved  digest
azure              98.6 %          130     0        0       2,255     21.4 s  10 min 27 s  14,418  37,189  $ 565,177  c8c5e08d
pin-scsi-only      26.1 %          130     0   63,432       1,911     21.4 s  10 min 57 s  14,008  37,208  $ 569,355  c719d8c8

went wrong           rule   azure  pin-scsi-only  why
memory lost          R76      130            130  The new host lays out its memory in another way than before.
came back damaged    R49        0        105,720  Its network card was offered under another instance GUID, so its network is dead.
found no host               2,066          1,751  Hosts had room, but none that it may resume on.
found no host                 189            160  No host had room for it, in any of its attempts.
turned away                   404            404  Requests were turned away (429) until the client gave up.
did not go to sleep  R46        0         26,310  A device is still missing from the last time it woke up.
did not go to sleep  R82      909            910  Its swap space is too small for its memory.
did not go to sleep  UIO-2    195            195  A program in it has a device for itself that cannot be suspended.
`);
  });

  it('tell one scenario', () => {
    expect(shown(stormRun(1).scenarios)).toBe(`
scenario     back whole  memory lost  hang  damaged  not placed  ready p50    ready p99   queue    429s      saved  digest
as it comes      98.3 %          217     0      221       2,258     21.4 s  11 min 15 s  14,434  37,223  $ 565,152  349ebce3

went wrong           rule        times  why
memory lost          R76           130  The new host lays out its memory in another way than before.
memory lost          CONSIDER-7     87  Its processor lacks what the kernel in the image relies on.
came back damaged    R62           368  Its network card uses an address that the new host does not expect.
found no host                    2,068  Hosts had room, but none that it may resume on.
found no host                      190  No host had room for it, in any of its attempts.
turned away                        405  Requests were turned away (429) until the client gave up.
did not go to sleep  R82           910  Its swap space is too small for its memory.
did not go to sleep  UIO-2         195  A program in it has a device for itself that cannot be suspended.
`);
  });

  it('tell many scenarios', () => {
    expect(shown(stormRun(5).scenarios)).toBe(`
scenario                                      back whole  memory lost  hang  damaged  not placed  ready p50    ready p99   queue    429s      saved  digest
as it comes, kernel mix 1                         98.4 %          217     0      221       2,258     21.4 s  10 min 17 s  14,147  37,233  $ 565,144  eac1a2cb
staggered, kernel mix 1                          99.37 %          217     0      221         497     11.4 s   2 min 31 s   3,116   8,828  $ 565,135  03917457
second subscription, kernel mix 1                 98.7 %          217     0      220       1,600     17.7 s   6 min 57 s  10,262       0  $ 565,186  e76d4f05
staggered, second subscription, kernel mix 1     99.49 %          217     0      221         293     10.2 s   1 min 27 s   1,887       0  $ 565,160  d9f202ed
as it comes, kernel mix 2                         98.1 %          217     0      441       2,251     21.4 s  10 min 48 s  13,983  37,122  $ 565,228  d1071ce5

went wrong           rule        times  most often in              why
memory lost          R76           130  as it comes, kernel mix 1  The new host lays out its memory in another way than before.
memory lost          CONSIDER-7     87  as it comes, kernel mix 1  Its processor lacks what the kernel in the image relies on.
came back damaged    R62           735  as it comes, kernel mix 2  Its network card uses an address that the new host does not expect.
found no host                    2,068  as it comes, kernel mix 1  Hosts had room, but none that it may resume on.
found no host                      190  as it comes, kernel mix 1  No host had room for it, in any of its attempts.
turned away                        405  as it comes, kernel mix 1  Requests were turned away (429) until the client gave up.
did not go to sleep  R82           911  staggered, kernel mix 1    Its swap space is too small for its memory.
did not go to sleep  UIO-2         195  as it comes, kernel mix 1  A program in it has a device for itself that cannot be suspended.
`);
  });

  it('tell placement alone', () => {
    expect(shown(placementRun().scenarios)).toBe(`
scenario           came back  not placed  ready p50    ready p99   queue  429s  hosts empty  digest
best-fit              98.7 %       2,255     21.4 s  10 min 33 s  14,366     0      239 k h  4bfc0511
oldest-type-first    99.21 %       1,352     16.3 s   6 min 24 s   8,649     0      239 k h  7c93b652

went wrong     rule  best-fit  oldest-type-first  why
found no host           2,065              1,238  Hosts had room, but none that it may resume on.
found no host             190                114  No host had room for it, in any of its attempts.
`);
  });

  it('say that there is nothing', () => {
    expect(summaryLines([])).toEqual(['No scenario is done.']);
  });

  it('let nothing of the data at the terminal', () => {
    const [first] = policyRun().scenarios;
    const verdicts = first!.verdicts.map((each) => ({ ...each, summary: 'a\u001b[2Jb\nc' }));
    const text = summaryLines([{ ...first!, name: 'x\u009by', verdicts }]).join('\n');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
