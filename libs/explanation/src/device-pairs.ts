import type { DeviceExplanation } from './explanation.js';

/** A channel of the image beside what it met, or beside the stranger that came in its slot. */
export interface DevicePair {
  readonly slot: string;
  /** Absent for a device that is new. */
  readonly channel?: DeviceExplanation;
  /** The channel itself where it was found again; absent where nothing was offered. */
  readonly offer?: DeviceExplanation;
}

/** Devices as pairs, those that need a look first. An orphan stands beside what the new VM has in its slot. */
export function devicePairs(devices: readonly DeviceExplanation[]): readonly DevicePair[] {
  const strangers = devices.filter(({ outcome }) => outcome === 'new');
  const taken = new Set<DeviceExplanation>();
  const ofImage = devices
    .filter(({ outcome }) => outcome !== 'new')
    .map((channel): DevicePair => {
      const { slot, outcome } = channel;
      if (outcome === 'matched' || outcome === 'late') return { slot, channel, offer: channel };
      const stranger = strangers.find((other) => other.slot === slot && !taken.has(other));
      if (stranger === undefined) return { slot, channel };
      taken.add(stranger);
      return { slot, channel, offer: stranger };
    });
  const added = strangers
    .filter((stranger) => !taken.has(stranger))
    .map((offer): DevicePair => ({ slot: offer.slot, offer }));
  const all = [...ofImage, ...added];
  return [...all.filter((pair) => !isAsExpected(pair)), ...all.filter(isAsExpected)];
}

/** Found again, and nothing more to say; or a VF that was to come after the resume (MOVE-10). */
export function isAsExpected({ channel, offer }: DevicePair): boolean {
  if (channel === undefined) return offer?.rule === 'MOVE-10';
  return channel?.outcome === 'matched' && channel.rule !== 'R51' && channel.findings.length === 0;
}

/** What became of it, in a few words. */
export function pairOutcome({ channel, offer }: DevicePair): string {
  if (channel === undefined) return 'new';
  switch (channel.outcome) {
    case 'matched':
      return channel.rule === 'R51' ? 'met a device of another class' : 'found again';
    case 'late':
      return 'offered too late';
    case 'unmatched':
    case 'new':
      return offer === undefined ? 'lost: nothing was offered' : 'lost: offered under another GUID';
  }
}

/** Whether the image lost something here. */
export function isLoss({ channel }: DevicePair): boolean {
  return channel !== undefined && (channel.outcome !== 'matched' || channel.rule === 'R51');
}
