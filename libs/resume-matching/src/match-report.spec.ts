import { guid, HV_SOCK_FLAG, type Offer } from '#libs/vmbus';
import { describe, expect, it } from 'vitest';
import { matchReport } from './match-report.js';

const NIC_CLASS = guid('f8615163-df3e-46c5-913f-f2d2f965ed0e');
const SCSI_CLASS = guid('ba6163d9-04a1-4d29-b605-72e2ffb1dc7f');
const A = guid('00000000-0000-4000-8000-00000000000a');
const B = guid('00000000-0000-4000-8000-00000000000b');

function offer(fields: Partial<Offer> = {}): Offer {
  return {
    classGuid: NIC_CLASS,
    instanceGuid: A,
    relid: 1,
    subChannelIndex: 0,
    flags: 1,
    dedicatedInterrupt: true,
    connectionId: 8193,
    monitorId: 255,
    monitorAllocated: false,
    mmioMegabytes: 0,
    ...fields,
  };
}

describe('the report of a match', () => {
  it('DEVICES-2 DEVICES-7 tells what a matched channel takes over', () => {
    const channels = [{ slot: 'nic 0', offer: offer() }];
    const offers = [
      { slot: 'nic 0', offer: offer({ relid: 9, connectionId: 8201, monitorAllocated: true }) },
    ];
    expect(matchReport({ era: 'A', channels, offers })).toEqual({
      rows: [
        {
          slot: 'nic 0',
          outcome: 'matched',
          reason: 'the new VM offers the same instance GUID; relid 1 becomes 9',
          rule: 'DEVICES-7',
          classGuid: NIC_CLASS,
          imageInstanceGuid: A,
          offeredInstanceGuid: A,
          relidBefore: 1,
          relidAfter: 9,
          offerIndex: 0,
          changedFields: ['connectionId', 'monitorAllocated'],
        },
      ],
      matched: 1,
      late: 0,
      unmatched: 0,
      added: 0,
      waitMs: 0,
      timedOut: false,
      outstanding: 0,
    });
  });

  it('DEVICES-2 R50 says so when nothing changed', () => {
    const rows = matchReport({
      era: 'B',
      channels: [{ slot: 'nic 0', offer: offer() }],
      offers: [{ slot: 'nic 0', offer: offer() }],
    }).rows;
    expect(rows.map(({ rule, reason, changedFields }) => ({ rule, reason, changedFields }))).toEqual([
      {
        rule: 'DEVICES-2',
        reason: 'the new VM offers the same instance GUID; keeps relid 1',
        changedFields: [],
      },
    ]);
  });

  it.each([
    {
      era: 'A',
      rule: 'DEVICES-5',
      waitMs: 10_000,
      waited: 'the guest waits up to 10 s for it, then goes on',
    },
    { era: 'B', rule: 'R40', waitMs: 0, waited: 'the guest logs it and goes on without waiting for it' },
  ] as const)(
    'DEVICES-4 DEVICES-5 R40 in era $era names both sides of a broken identity',
    ({ era, rule, waitMs, waited }) => {
      const report = matchReport({
        era,
        channels: [{ slot: 'nic 0', offer: offer() }],
        offers: [{ slot: 'nic 0', offer: offer({ instanceGuid: B, relid: 4 }) }],
      });
      expect(report.rows).toEqual([
        {
          slot: 'nic 0',
          outcome: 'unmatched',
          reason: `the new VM gave nic 0 the instance GUID ${B}; ${waited}`,
          rule,
          classGuid: NIC_CLASS,
          imageInstanceGuid: A,
          relidBefore: 1,
        },
        {
          slot: 'nic 0',
          outcome: 'new',
          reason: 'the image holds no channel with this instance GUID; it is handled as a newly added device',
          rule: 'DEVICES-4',
          classGuid: NIC_CLASS,
          offeredInstanceGuid: B,
          relidAfter: 4,
          offerIndex: 0,
        },
      ]);
      expect(report).toMatchObject({ matched: 0, unmatched: 1, added: 1, waitMs, timedOut: era === 'A' });
    },
  );

  it('DEVICES-6 names a device that the new VM does not have at all', () => {
    const report = matchReport({ era: 'B', channels: [{ slot: 'nic 0', offer: offer() }], offers: [] });
    expect(report.rows.map(({ reason }) => reason)).toEqual([
      'the new VM offers no such device; the guest logs it and goes on without waiting for it',
    ]);
  });

  it('DEVICES-3 R51 takes an instance GUID under another class for the same device, and says so', () => {
    const rows = matchReport({
      era: 'A',
      channels: [{ slot: 'scsi 0', offer: offer({ classGuid: SCSI_CLASS }) }],
      offers: [{ slot: 'nic 0', offer: offer() }],
    }).rows;
    expect(rows).toMatchObject([
      {
        slot: 'scsi 0',
        outcome: 'matched',
        rule: 'R51',
        classGuid: SCSI_CLASS,
        changedFields: ['classGuid'],
      },
    ]);
  });

  it('R16 R47 lists a socket, but does not count it', () => {
    const socket = offer({ flags: HV_SOCK_FLAG });
    const report = matchReport({ era: 'B', channels: [{ slot: 'socket 0', offer: socket }], offers: [] });
    expect(report).toMatchObject({
      matched: 0,
      unmatched: 0,
      rows: [{ slot: 'socket 0', outcome: 'unmatched' }],
    });
  });

  it('R40 waits for the host to say that all is delivered, in era B', () => {
    const channels = [{ slot: 'nic 0', offer: offer() }];
    const offers = [{ slot: 'nic 0', offer: offer(), atMs: 700 }];
    expect(matchReport({ era: 'B', channels, offers, allOffersDeliveredMs: 800 })).toMatchObject({
      matched: 1,
      waitMs: 800,
      timedOut: false,
    });
  });

  it('refuses offers that are not in order of arrival', () => {
    const offers = [
      { slot: 'nic 0', offer: offer(), atMs: 5 },
      { slot: 'nic 1', offer: offer({ instanceGuid: B }), atMs: 4 },
    ];
    expect(() => matchReport({ era: 'A', channels: [], offers })).toThrow(
      new RangeError('offer 1 arrives at 4 ms, before the one listed ahead of it'),
    );
  });
});
