import { readCapture, type CaptureOptions } from '../read-capture.js';
import type { Capture } from '../capture.js';

/**
 * Captures in the shapes that the tools give them, of VMs that do not exist: an Azure VM of generation 2 with two NICs
 * and a VF each, the same VM after it was created anew elsewhere, and a VM on a local Hyper-V.
 */

interface TextDevice {
  readonly name: string;
  readonly classGuid: string;
  readonly instanceGuid: string;
  readonly relid: number;
  readonly channels?: readonly number[];
}

const device = (
  name: string,
  classGuid: string,
  instanceGuid: string,
  relid: number,
  channels: readonly number[] = [],
): TextDevice => ({ name, classGuid, instanceGuid, relid, channels });

const BALLOON = [
  '[Dynamic Memory]',
  '525074dc-8985-46e2-8057-a307dc18a502',
  '1eccfd72-4b41-45ef-b73a-4a6e44c12924',
] as const;
const SHUTDOWN = [
  '[Operating system shutdown]',
  '0e0b6031-5213-4934-818b-38d90ced39db',
  'b6650ff7-33bc-4840-8048-e0676786f393',
] as const;
const KVP = [
  '[Data Exchange]',
  'a9a0f4e7-5a45-4d96-b827-8a841e8c03e6',
  '242ff919-07db-4180-9c2e-b86cb68c8c55',
] as const;
const RESERVED = [
  '[Reserved system device]',
  'f8e65716-3cb3-4a06-9a60-1889c5cccab5',
  '99221fa0-24ad-11e2-be98-001aa01bbf6e',
] as const;
const nic = (instanceGuid: string) =>
  ['Synthetic network adapter', 'f8615163-df3e-46c5-913f-f2d2f965ed0e', instanceGuid] as const;
const scsi = (instanceGuid: string) =>
  ['Synthetic SCSI Controller', 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f', instanceGuid] as const;
const vpci = (instanceGuid: string) =>
  ['PCI Express pass-through', '44c4f61d-4444-4400-9d52-802e27ede19f', instanceGuid] as const;

export const NIC_0 = '002248aa-1001-0022-48aa-1001002248aa';
export const NIC_1 = '002248aa-1002-0022-48aa-1002002248aa';
export const AZURE_SCSI_0 = 'f8b3781a-1e82-4818-a1c3-63d806ec15bb';
export const AZURE_SCSI_1 = 'f8b3781b-1e82-4818-a1c3-63d806ec15bb';
/** PCI domains 4d3a and 1b77. */
export const VF_0 = '3f2c9a10-4d3a-4e0b-9c55-0a7be1d2c301';
export const VF_1 = '8e17b6d2-1b77-4a93-b0de-5f64c28a9e02';
/** The VF of the first NIC after the VM was created anew: PCI domain c2e9. */
export const VF_ELSEWHERE = 'd90441fb-c2e9-4f7d-8a31-6b0e97f51c03';

const AZURE_SYNTHETIC = [
  device(...BALLOON, 1),
  device(...KVP, 2),
  device(...SHUTDOWN, 3),
  device(...nic(NIC_0), 4, [9, 10, 11]),
  device(...nic(NIC_1), 5, [12]),
  device(...scsi(AZURE_SCSI_0), 6, [13]),
  device(...scsi(AZURE_SCSI_1), 7),
];
export const AZURE = [...AZURE_SYNTHETIC, device(...vpci(VF_0), 14), device(...vpci(VF_1), 15)];
export const AZURE_WITHOUT_VFS = AZURE_SYNTHETIC;
/** One device that guests ignore comes first, so every relid moves by one; one VF is there, and new. */
export const AZURE_ELSEWHERE = [
  device(...RESERVED, 1),
  ...AZURE_SYNTHETIC.map((each) => ({
    ...each,
    relid: each.relid + 1,
    channels: each.channels?.map((relid) => relid + 1) ?? [],
  })),
  device(...vpci(VF_ELSEWHERE), 15),
];

export const LOCAL_SCSI = '91d7a4c2-5b1e-4b6f-a0c3-2f8d7e9b1001';
export const LOCAL_NIC = 'c5b8e3f0-77a2-4d19-8e46-13a0f2d41002';
export const LOCAL = [
  device(...BALLOON, 1),
  device(...SHUTDOWN, 2),
  device(...nic(LOCAL_NIC), 3),
  device(...scsi(LOCAL_SCSI), 4),
];
export const LOCAL_ELSEWHERE_SCSI = '5a0c2d9e-e413-4c8b-b7f1-d06839ac1003';
export const LOCAL_ELSEWHERE_NIC = '27f91b6d-08d4-4e35-9b12-84ce5d7a1004';
export const LOCAL_ELSEWHERE = [
  device(...BALLOON, 1),
  device(...SHUTDOWN, 2),
  device(...nic(LOCAL_ELSEWHERE_NIC), 3),
  device(...scsi(LOCAL_ELSEWHERE_SCSI), 4),
];

/** As `lsvmbus` prints it with no, one or two `v`. */
export function asLsvmbus(devices: readonly TextDevice[], verbosity: 0 | 1 | 2 = 2): string {
  return devices
    .map(({ name, classGuid, instanceGuid, relid, channels = [] }) => {
      const id = `VMBUS ID ${String(relid).padStart(2)}: `;
      if (verbosity === 0) return `${id}${name}\n`;
      const identity =
        verbosity === 1
          ? ''
          : `\tDevice_ID = {${instanceGuid}}\n\tSysfs path: /sys/bus/vmbus/devices/${instanceGuid}\n`;
      const own = relid === -1 ? 4_294_967_295 : relid;
      const list = [own, ...channels].map((channel, at) => `\tRel_ID=${channel}, target_cpu=${at % 4}\n`);
      return `${id}Class_ID = {${classGuid}} - ${name}\n${identity}${list.join('')}\n`;
    })
    .join('');
}

/** As `grep . /sys/bus/vmbus/devices/*` with the names of attributes prints it. */
export function asGrep(
  devices: readonly TextDevice[],
  attributes: readonly ('class_id' | 'device_id' | 'id')[] = ['class_id', 'device_id', 'id'],
): string {
  return attributes
    .flatMap((attribute) =>
      devices.map(
        (each) => `/sys/bus/vmbus/devices/${each.instanceGuid}/${attribute}:${valueOf(each, attribute)}\n`,
      ),
    )
    .join('');
}

/** As `tail -n +1` of the same files prints it. */
export function asTail(devices: readonly TextDevice[]): string {
  return devices
    .flatMap((each) =>
      (['class_id', 'device_id', 'id'] as const).map(
        (attribute) =>
          `==> /sys/bus/vmbus/devices/${each.instanceGuid}/${attribute} <==\n${valueOf(each, attribute)}\n`,
      ),
    )
    .join('\n');
}

function valueOf(each: TextDevice, attribute: 'class_id' | 'device_id' | 'id'): string {
  switch (attribute) {
    case 'class_id':
      return `{${each.classGuid}}`;
    case 'device_id':
      return `{${each.instanceGuid}}`;
    case 'id':
      return String(each.relid);
  }
}

/** An orphan, as the guest shows it after a resume. */
export function orphaned(each: TextDevice): TextDevice {
  return { ...each, relid: -1, channels: [] };
}

/** The capture that a text reads as. Throws when it is refused. */
export function captured(text: string, options: Partial<CaptureOptions> = {}): Capture {
  const reading = readCapture(text, { side: 'before', ...options });
  if (reading.kind === 'refused') throw new Error(`refused: ${reading.reason}: ${reading.message}`);
  return reading.capture;
}
