import * as fc from 'fast-check';
import type { OfferRow, Operation, Scenario } from '../scenario.js';
import { device, offer, SOCKET_FLAGS } from './scenario-fixtures.js';

/** What a configuration that a host could really present is drawn from. */
export interface DrawnVm {
  /** Classes of the primaries that are offered at boot. */
  readonly classes: readonly string[];
  /** How many sub-channels each of them gets once it is open; only `nic` and `scsi` ask for any. */
  readonly subChannels: readonly number[];
  /** Sockets opened while the VM runs, and whether an application accepts them. */
  readonly sockets: readonly boolean[];
  /** What becomes of each primary on the next VM. */
  readonly fates: readonly ('offered' | 'late' | 'absent')[];
  /** Devices that the next VM has besides. */
  readonly newClasses: readonly string[];
  /** The order of the next VM's offers, and the relids that it deals out, by position of the device. */
  readonly order: readonly number[];
  readonly relids: readonly number[];
  /** Primaries that come back with another connection id. */
  readonly changed: readonly boolean[];
  readonly hasThaw: boolean;
}

const CLASSES = ['nic', 'scsi', 'kvp', 'shutdown', 'video', 'pci', 'rdv', 'ide'];
const MOST_PRIMARIES = 6;
const MOST_NEW = 2;
const MOST_DEVICES = MOST_PRIMARIES + MOST_NEW;
const SOCKET_CLASS = '00001389-facb-11e6-bd58-64006a7986d3';

/** ms at which a late offer comes: within era A's wait, at its limit, after it. */
const LATE_MS = [1, 3000, 10_000, 10_001, 12_000];

function permutation(of: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: of }, (_, at) => at);
  return fc.shuffledSubarray(all, { minLength: of, maxLength: of });
}

/** `fates`: how likely it is that a primary is offered at once, late, or not at all. */
export function drawnVms(fates: { readonly late: number; readonly absent: number }): fc.Arbitrary<DrawnVm> {
  const fate = fc.oneof(
    { weight: 6, arbitrary: fc.constant('offered' as const) },
    { weight: fates.late, arbitrary: fc.constant('late' as const) },
    { weight: fates.absent, arbitrary: fc.constant('absent' as const) },
  );
  const perPrimary = { minLength: MOST_PRIMARIES, maxLength: MOST_PRIMARIES };
  return fc.record({
    classes: fc.array(fc.constantFrom(...CLASSES), { minLength: 1, maxLength: MOST_PRIMARIES }),
    subChannels: fc.array(fc.nat(3), perPrimary),
    sockets: fc.array(fc.boolean(), { maxLength: 2 }),
    fates: fc.array(fate, perPrimary),
    newClasses: fc.array(fc.constantFrom(...CLASSES), { maxLength: MOST_NEW }),
    order: permutation(MOST_DEVICES),
    relids: permutation(MOST_DEVICES),
    changed: fc.array(fc.boolean(), perPrimary),
    hasThaw: fc.boolean(),
  });
}

/** Device rows: primaries, then new ones, then sockets. */
function deviceRows({ classes, newClasses, sockets }: DrawnVm): Scenario['devices'] {
  const all = [...classes, ...newClasses, ...sockets.map(() => SOCKET_CLASS)];
  return all.map((deviceClass, at) => device(deviceClass, at));
}

/** Sub-channels of the primaries that are open: a host offers none that nobody has asked for. */
function subChannelRows(
  { classes, subChannels }: DrawnVm,
  firstRelid: number,
  isOpen: (at: number) => boolean,
): OfferRow[] {
  const rows: OfferRow[] = [];
  for (const [at, deviceClass] of classes.entries()) {
    if (!isOpen(at) || (deviceClass !== 'nic' && deviceClass !== 'scsi')) continue;
    for (let index = 1; index <= subChannels[at]!; index++) {
      rows.push(offer(at, firstRelid + rows.length, { subChannelIndex: index }));
    }
  }
  return rows;
}

/** The offers of the next VM, in the order drawn. */
export function nextOffers(vm: DrawnVm): OfferRow[] {
  const { classes, newClasses, fates, order, relids, changed } = vm;
  const count = classes.length + newClasses.length;
  const rows: OfferRow[] = [];
  for (const at of order) {
    const fate = at < classes.length ? fates[at]! : 'offered';
    if (at >= count || fate === 'absent') continue;
    const relid = 1 + relids[at]!;
    rows.push(
      offer(at, relid, {
        atMs: fate === 'late' ? LATE_MS[relid % LATE_MS.length]! : 0,
        connectionId: at < classes.length && changed[at] === true ? 90_000 + at : 65_536 + at + 1,
      }),
    );
  }
  return rows;
}

/** Boot, sockets, a hibernation, and a resume on the next VM; what follows is up to the caller. */
export function scenarioOf(vm: DrawnVm, rest: Partial<Scenario> = {}): Scenario {
  const { classes, newClasses, sockets, fates, hasThaw } = vm;
  const bootOffers = classes.map((_, at) => offer(at, at + 1));
  const firstSocket = classes.length + newClasses.length;
  const opened: Operation[] = sockets.map((_, at) => [
    'offer',
    offer(firstSocket + at, 50 + at, { flags: SOCKET_FLAGS }),
  ]);
  return {
    devices: deviceRows(vm),
    boot: { offers: bootOffers, after_open: subChannelRows(vm, 100, () => true) },
    before_hibernation: opened,
    hv_sock_without_listener: sockets.flatMap((accepted, at) => (accepted ? [] : [firstSocket + at])),
    ...(hasThaw ? { thaw: { offers: bootOffers, after_open: subChannelRows(vm, 200, () => true) } } : {}),
    restore: { offers: nextOffers(vm), after_open: subChannelRows(vm, 300, (at) => fates[at] === 'offered') },
    ...rest,
  };
}
