import type { Guid } from './guid.js';

/** What identifies a VMBus device (DEVICES-3). Mind R49: the look-up at resume compares the instance alone. */
export interface DeviceKey {
  readonly classGuid: Guid;
  readonly instanceGuid: Guid;
}

/**
 * One OFFERCHANNEL message (R7), reduced to the fields that the guest keeps or compares.
 * Source: include/linux/hyperv.h, struct vmbus_channel_offer_channel.
 */
export interface Offer extends DeviceKey {
  /** Relative id, the host's handle for this channel on this connection only: 1..2047 (R8). */
  readonly relid: number;
  /** 0 for a primary channel; anything else attaches to the primary of the same class and instance (R9). */
  readonly subChannelIndex: number;
  /** `chn_flags`; bit 0x2000 marks a Hyper-V socket (R16). */
  readonly flags: number;
  readonly dedicatedInterrupt: boolean;
  readonly connectionId: number;
  readonly monitorId: number;
  readonly monitorAllocated: boolean;
  readonly mmioMegabytes: number;
}

/** `VMBUS_CHANNEL_TLNPI_PROVIDER_OFFER`, include/linux/hyperv.h. */
export const HV_SOCK_FLAG = 0x2000;

export function isHvSockOffer(offer: Pick<Offer, 'flags'>): boolean {
  return (offer.flags & HV_SOCK_FLAG) !== 0;
}
