import { hostOffers } from '#libs/vmbus';
import { bindDeferred, deviceOf, newChannel } from './channel-changes.js';
import type { GuestProfile } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import type { KernelLogLine } from './kernel-log.js';
import { negotiateAtBoot, vmbusEra } from './kernel-version.js';
import { withVfs } from './vf-arrival.js';

export interface BootOptions {
  /** New at every boot, e.g. what `/proc/sys/kernel/random/boot_id` will say. */
  readonly bootId: string;
  /** Whether the VM has its VFs: if so the host offers them once the NIC's driver is ready (VPCI-6). */
  readonly vfPresent: boolean;
}

/**
 * An ordinary boot, and step 1 of a resume (RESUME-1): the newest protocol version that both sides speak (R13), one
 * primary channel per offered device, DDA devices included (VPCI-2), drivers bound and sub-channels opened (R9),
 * VFs after that (VPCI-6). A host without a common version leaves the guest without VMBus devices.
 */
export function bootGuest(
  hardware: VirtualHardware,
  profile: GuestProfile,
  options: BootOptions,
): RunningGuest {
  const protocolVersion = negotiateAtBoot(profile.kernelVersion, hardware.vmbusVersions);
  const s4Enabled = hardware.s4Enabled && profile.architecture === 'x86-64';
  const guest: RunningGuest = {
    profile,
    era: vmbusEra(profile.kernelVersion),
    bootId: options.bootId,
    protocolVersion: protocolVersion ?? '',
    vcpus: hardware.vcpus,
    memoryMib: hardware.memoryMib,
    // ENABLE-4: the balloon driver leaves hot-add alone in a guest that can hibernate.
    hotAddedMib: s4Enabled ? 0 : profile.hotAddedMib,
    s4Enabled,
    processorVendor: hardware.processorVendor,
    processorModel: hardware.processorModel,
    processorRank: hardware.processorRank,
    hypervLevel: hardware.hypervLevel,
    channels: [],
    openHvSockets: profile.openHvSockets,
    clock: 'host-time',
    channelsMissingAfterResume: 0,
    isConnected: protocolVersion !== undefined,
    ignoresOffers: false,
  };
  if (protocolVersion === undefined) return { ...guest, openHvSockets: 0 };
  const offers = hostOffers(hardware.devices, { firstRelid: hardware.firstRelid, withVfs: false });
  const channels = offers.map((offer, id) => newChannel(id, offer, deviceOf(offer, hardware.devices)));
  const booted = bindDeferred({ ...guest, channels });
  const vfs = options.vfPresent ? hardware.devices.filter(({ kind }) => kind === 'vf') : [];
  return withVfs(booted, vfs);
}

/** What the console says of VMBus while a kernel boots. */
export function bootLog({ protocolVersion, profile }: RunningGuest): readonly KernelLogLine[] {
  const lines = [`Linux version ${profile.kernelVersion}`, `hv_vmbus: Vmbus version:${protocolVersion}`];
  return lines.map((text) => ({ atMs: 0, level: 'info', text }));
}
