import { describe, expect, it } from 'vitest';
import type { GuestMessage, HostMessage } from './channel.js';
import { hostReaction, newHostConnection, type HostConnection, type HostReaction } from './connection.js';
import { aDevice } from './testing/devices.js';
import { slotName } from './virtual-device.js';

const VM = {
  devices: [aDevice('scsi', 0), aDevice('nic', 0), aDevice('vf', 0), aDevice('dda', 0), aDevice('kvp', 0)],
  supportedVersions: ['4.0', '5.3'],
  firstRelid: 1,
};
const CONNECT: GuestMessage = { kind: 'initiate-contact', version: '5.3' };
const REQUEST_OFFERS: GuestMessage = { kind: 'request-offers' };
const UNLOAD: GuestMessage = { kind: 'unload' };

function after(
  messages: readonly GuestMessage[],
  from: HostConnection = newHostConnection(VM),
): HostConnection {
  return messages.reduce((connection, message) => hostReaction(connection, message).connection, from);
}

const connected = after([CONNECT, REQUEST_OFFERS]);

function relidOf(slot: string, connection: HostConnection = connected): number {
  if (connection.kind !== 'connected') throw new Error('not connected');
  const device = VM.devices.find((d) => slotName(d) === slot)!;
  const channel = connection.channels.findLast(
    (c) => c.offer.instanceGuid === device.instanceGuid && c.offer.subChannelIndex === 0,
  );
  return channel!.offer.relid;
}

/** Replies as short text: `offer nic 0 #2`, `rescind #3`. */
function told(replies: readonly HostMessage[]): string[] {
  return replies.map((reply) => {
    if (reply.kind === 'rescind-channel-offer') return `rescind #${reply.relid}`;
    if (reply.kind !== 'offer-channel') return reply.kind;
    const device = VM.devices.find((d) => d.instanceGuid === reply.offer.instanceGuid)!;
    const index = reply.offer.subChannelIndex;
    return `offer ${slotName(device)}${index === 0 ? '' : `.${index}`} #${reply.offer.relid}`;
  });
}

function react(
  connection: HostConnection,
  message: GuestMessage,
): HostReaction & { readonly told: string[] } {
  const reaction = hostReaction(connection, message);
  return { ...reaction, told: told(reaction.replies) };
}

const ignored = (connection: HostConnection) => ({ connection, replies: [], told: [] });

describe('hostReaction: connecting', () => {
  it('R13 accepts a version it supports and refuses any other', () => {
    const fresh = newHostConnection(VM);
    expect(hostReaction(fresh, CONNECT).replies).toEqual([{ kind: 'version-response', accepted: true }]);
    expect(hostReaction(fresh, { kind: 'initiate-contact', version: '6.0' })).toEqual({
      connection: fresh,
      replies: [{ kind: 'version-response', accepted: false }],
    });
  });

  it('R44 drops everything else while no version is negotiated', () => {
    const fresh = newHostConnection(VM);
    const messages: readonly GuestMessage[] = [
      REQUEST_OFFERS,
      { kind: 'gpadl-header', relid: 1 },
      { kind: 'open-channel', relid: 1 },
      { kind: 'close-channel', relid: 1 },
      { kind: 'relid-released', relid: 1 },
      { kind: 'create-sub-channels', relid: 1, count: 1 },
      { kind: 'ready-for-vf', relid: 1 },
      UNLOAD,
    ];
    expect(messages.map((message) => react(fresh, message))).toEqual(messages.map(() => ignored(fresh)));
  });

  it('R10 offers every configured device, then says that these are all', () => {
    expect(react(after([CONNECT]), REQUEST_OFFERS).told).toEqual([
      'offer dda 0 #1',
      'offer kvp 0 #2',
      'offer scsi 0 #3',
      'offer nic 0 #4',
      'all-offers-delivered',
    ]);
  });

  it('R6 answers a request for offers once per connection', () => {
    expect(react(connected, REQUEST_OFFERS)).toEqual(ignored(connected));
    expect(react(after([UNLOAD, CONNECT], connected), REQUEST_OFFERS).told).toHaveLength(5);
  });

  it('a new contact on a live connection starts over', () => {
    expect(after([CONNECT], connected)).toEqual(after([CONNECT]));
  });
});

describe('hostReaction: channels', () => {
  it('R6 answers the opening of an offered channel, and nothing that does not fit', () => {
    const open: GuestMessage = { kind: 'open-channel', relid: relidOf('nic 0') };
    expect(hostReaction(connected, open).replies).toEqual([
      { kind: 'open-channel-result', relid: relidOf('nic 0'), succeeded: true },
    ]);
    const opened = after([open], connected);
    expect(react(opened, open)).toEqual(ignored(opened));
    expect(react(connected, { kind: 'open-channel', relid: 999 })).toEqual(ignored(connected));
    expect(react(connected, { kind: 'close-channel', relid: relidOf('nic 0') })).toEqual(ignored(connected));
  });

  it('R54 answers memory for an unknown channel with a failure', () => {
    const gpadl = (relid: number): readonly HostMessage[] =>
      hostReaction(connected, { kind: 'gpadl-header', relid }).replies;
    expect([gpadl(relidOf('scsi 0')), gpadl(0xffffffff)]).toEqual([
      [{ kind: 'gpadl-created', relid: relidOf('scsi 0'), succeeded: true }],
      [{ kind: 'gpadl-created', relid: 0xffffffff, succeeded: false }],
    ]);
  });

  it('R9 offers sub-channels when the driver asks over its open primary channel', () => {
    const relid = relidOf('nic 0');
    const ask: GuestMessage = { kind: 'create-sub-channels', relid, count: 2 };
    expect(react(connected, ask)).toEqual(ignored(connected));
    const once = react(after([{ kind: 'open-channel', relid }], connected), ask);
    expect(once.told).toEqual(['offer nic 0.1 #5', 'offer nic 0.2 #6']);
    expect(react(once.connection, ask).told).toEqual(['offer nic 0.3 #7', 'offer nic 0.4 #8']);
  });

  it('R9 offers none for a class whose driver uses one channel', () => {
    const relid = relidOf('dda 0');
    const opened = after([{ kind: 'open-channel', relid }], connected);
    expect(react(opened, { kind: 'create-sub-channels', relid, count: 2 })).toEqual(ignored(opened));
  });

  it('DEVICES-9 rescinds a sub-channel that the guest closes, and forgets it when its relid is released', () => {
    const relid = relidOf('nic 0');
    const before = after([{ kind: 'open-channel', relid }], connected);
    const opened = after(
      [
        { kind: 'create-sub-channels', relid, count: 1 },
        { kind: 'open-channel', relid: 5 },
      ],
      before,
    );
    const closed = react(opened, { kind: 'close-channel', relid: 5 });
    expect(closed.told).toEqual(['rescind #5']);
    expect(after([{ kind: 'relid-released', relid: 5 }], closed.connection)).toEqual(before);
  });

  it('R11 keeps the relid of a rescinded channel taken until the guest releases it', () => {
    const relid = relidOf('nic 0');
    const ask: GuestMessage = { kind: 'create-sub-channels', relid, count: 1 };
    const closed = after(
      [
        { kind: 'open-channel', relid },
        ask,
        { kind: 'open-channel', relid: 5 },
        { kind: 'close-channel', relid: 5 },
      ],
      connected,
    );
    expect(react(closed, ask).told).toEqual(['offer nic 0.1 #6']);
    expect(react(after([{ kind: 'relid-released', relid: 5 }], closed), ask).told).toEqual([
      'offer nic 0.1 #5',
    ]);
  });

  it.each(['scsi 0', 'nic 0', 'dda 0'])(
    'DEVICES-10 says nothing when primary channel %s closes, and lets it open again',
    (slot) => {
      const relid = relidOf(slot);
      const opened = after([{ kind: 'open-channel', relid }], connected);
      const closed = react(opened, { kind: 'close-channel', relid });
      expect([closed.connection, closed.replies]).toEqual([connected, []]);
      expect(after([{ kind: 'open-channel', relid }], closed.connection)).toEqual(opened);
    },
  );
});

describe('hostReaction: closing', () => {
  it('R12 brings a rescind for sub-channels and for KVP alone', () => {
    const nic = relidOf('nic 0');
    const open = (relid: number): GuestMessage => ({ kind: 'open-channel', relid });
    const devices = ['scsi 0', 'nic 0', 'dda 0', 'kvp 0'].map((slot) => relidOf(slot));
    const ready = after(
      [...devices.map(open), { kind: 'create-sub-channels', relid: nic, count: 1 }, open(5)],
      connected,
    );
    const rescinds = [...devices, 5].filter((relid) =>
      react(ready, { kind: 'close-channel', relid }).told.includes(`rescind #${relid}`),
    );
    expect(rescinds).toEqual([relidOf('kvp 0'), 5]);
  });
});

describe('hostReaction: the KVP device', () => {
  const relid = relidOf('kvp 0');
  const opened = after([{ kind: 'open-channel', relid }], connected);
  const closed = react(opened, { kind: 'close-channel', relid });

  it('KVP-1 rescinds the primary channel that the guest closes', () => {
    expect(closed.replies[0]).toEqual({ kind: 'rescind-channel-offer', relid });
  });

  it('KVP-2 offers the device again at once: same identity, another relid', () => {
    const again = closed.replies[1];
    const before = VM.devices.find((device) => device.kind === 'kvp')!;
    expect(again?.kind === 'offer-channel' && [again.offer.classGuid, again.offer.instanceGuid]).toEqual([
      before.classGuid,
      before.instanceGuid,
    ]);
    expect(closed.told).toEqual([`rescind #${relid}`, 'offer kvp 0 #5']);
  });

  it('KVP-5 forgets the device offered anew when the connection is unloaded', () => {
    expect(closed.connection).not.toEqual(connected);
    expect(after([UNLOAD, CONNECT, REQUEST_OFFERS], closed.connection)).toEqual(connected);
  });
});

describe('hostReaction: unload', () => {
  it('R15 answers and forgets every channel', () => {
    expect(hostReaction(connected, UNLOAD)).toEqual({
      connection: newHostConnection(VM),
      replies: [{ kind: 'unload-response' }],
    });
  });

  it('VPCI-6 offers a VF only when its NIC says that it can take one, and once', () => {
    const relid = relidOf('nic 0');
    const ready: GuestMessage = { kind: 'ready-for-vf', relid };
    expect(react(connected, ready)).toEqual(ignored(connected));
    const opened = after([{ kind: 'open-channel', relid }], connected);
    const joined = react(opened, ready);
    expect(joined.told).toEqual(['offer vf 0 #5']);
    expect(react(joined.connection, ready)).toEqual(ignored(joined.connection));
  });

  it('VPCI-6 has no VF for a channel that is not an accelerated NIC', () => {
    const relid = relidOf('scsi 0');
    const opened = after([{ kind: 'open-channel', relid }], connected);
    expect(react(opened, { kind: 'ready-for-vf', relid })).toEqual(ignored(opened));
  });

  it('VPCI-7 offers a VF that has joined with the rest after unload and reconnect', () => {
    const relid = relidOf('nic 0');
    const joined = after(
      [{ kind: 'open-channel', relid }, { kind: 'ready-for-vf', relid }, UNLOAD],
      connected,
    );
    expect(react(after([CONNECT], joined), REQUEST_OFFERS).told).toEqual([
      'offer vf 0 #1',
      'offer dda 0 #2',
      'offer kvp 0 #3',
      'offer scsi 0 #4',
      'offer nic 0 #5',
      'all-offers-delivered',
    ]);
  });

  it('R8 fails loudly when relids run out', () => {
    const vm = { ...VM, firstRelid: 2040 };
    const relid = 2043;
    const opened = after([CONNECT, REQUEST_OFFERS, { kind: 'open-channel', relid }], newHostConnection(vm));
    expect(() => hostReaction(opened, { kind: 'create-sub-channels', relid, count: 5 })).toThrow(
      new RangeError('no 5 relids left below 2048'),
    );
  });
});
