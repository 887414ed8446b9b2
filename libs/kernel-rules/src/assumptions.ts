import { ACTIVE, ruleTable } from './rule-table.js';

/** What no source says and the model has to decide all the same, each with its reasoning. */
export const ASSUMPTIONS = ruleTable('assumption', 'Assumptions', {
  'ASSUME-1': {
    statement:
      'A hibernation request that the guest accepted is given up after a configured time. The real limit is not public; without one a guest lacking its udev rule would block its VM forever.',
    status: ACTIVE,
  },
  'ASSUME-2': {
    statement:
      'The host refuses a GPADL for an unknown relid at once, as an open implementation does and one public test suggests, so an orphan fails instead of hanging.',
    status: ACTIVE,
  },
  'ASSUME-3': {
    statement:
      'A stale VF left in the image takes the network of its NIC down. One public report says so; only the loss of acceleration is the alternative.',
    status: ACTIVE,
  },
  'ASSUME-4': {
    statement:
      'After the loss of a SCSI controller the next I/O to a disk behind it crashes its task, and for the root or swap disk that counts as hung or undefined: the code reaches a null pointer, though nobody has published the crash.',
    status: ACTIVE,
  },
  'ASSUME-5': {
    statement:
      'Within one vendor, a processor model of equal or higher rank has every feature of a lower one, so an image may continue there; the sources call any other model undefined.',
    status: ACTIVE,
  },
  'ASSUME-6': {
    statement:
      'A resumed VM is placed away from the host it left where another one fits, because the sources call another host likely and give no odds.',
    status: ACTIVE,
  },
  'ASSUME-7': {
    statement:
      'Sizes that a policy lists may hibernate with a DDA device. Azure supports some GPU sizes without saying how their devices survive.',
    status: ACTIVE,
  },
  'ASSUME-8': {
    statement:
      'The image is as large as the working set, up to half of memory, and is written and read at the lower of the throughput limits of disk and VM; compression is left out, as its ratio depends on content.',
    status: ACTIVE,
  },
  'ASSUME-9': {
    statement:
      'Booting, freezing, and creating a Hyper-V VM take fixed, configured times, chosen near one recorded run on Azure.',
    status: ACTIVE,
  },
  'ASSUME-10': {
    statement:
      'The host grants every sub-channel that a driver asks for. Real hosts have limits that no source gives; a shortage would cost throughput alone.',
    status: ACTIVE,
  },
  'ASSUME-11': {
    statement:
      'Checks that can be made when a request arrives are answered 409; what shows later fails the operation. Azure documents the codes, not where they are raised.',
    status: ACTIVE,
  },
  'ASSUME-12': {
    statement:
      'A body that is too large is answered 413 with the code RequestTooLarge; no source names the code.',
    status: ACTIVE,
  },
  'ASSUME-13': {
    statement:
      'When a host goes down its running VMs stop and keep their disks; hibernated VMs are not touched, since no host has them.',
    status: ACTIVE,
  },
  'ASSUME-14': {
    statement:
      'MAC addresses that nobody gave are drawn from the seed under the vendor prefix of Azure hosts.',
    status: ACTIVE,
  },
  'ASSUME-15': {
    statement:
      'The first relid of a connection varies within a small range from VM to VM, since hosts offer devices that Linux ignores in varying number; the width of the range is ours.',
    status: ACTIVE,
  },
  'ASSUME-16': {
    statement:
      'A guest that writes its image and then powers off instead of entering S4 counts as hibernated when that was asked for: the image is valid, and no source says what the platform makes of it.',
    status: ACTIVE,
  },
  'ASSUME-17': {
    statement:
      'Firmware keeps the memory map for up to four SCSI disks and two NICs; beyond that every other number of them gives another map. The pools are known from open firmware, what happens beyond them is inferred.',
    status: ACTIVE,
  },
  'ASSUME-18': {
    statement:
      'A channel aimed at a CPU that the new VM lacks goes on working, with the rest of the resume degraded; the answer of a host to such a channel is not known.',
    status: ACTIVE,
  },
  'ASSUME-19': {
    statement:
      'When a hibernation fails after the VFs were taken away, they are offered again. An open implementation does so only when the guest itself answers with a failure.',
    status: ACTIVE,
  },
  'ASSUME-20': {
    statement:
      'After a bus suspend that was refused, offers go on being dropped, and a NIC that asks for sub-channels in the roll-back waits for ever. This is read from the code; nobody has reported it.',
    status: ACTIVE,
  },
  'ASSUME-21': {
    statement:
      'A Hyper-V socket that was forced closed is still held by its application when the bus is suspended for poweroff, as user space is frozen, and gives a warning then. This is read from the code; nobody has reported it.',
    status: ACTIVE,
  },
  'ASSUME-22': {
    statement:
      'A client that does not exist and a wrong secret get the same answer after the same time. Entra tells them apart, and with that which clients exist.',
    status: ACTIVE,
  },
  'ASSUME-23': {
    statement:
      'What the emulator has once for the whole installation (hosts, policies, guest profiles, clock, principals, subscriptions) is changed with a role over the installation; a role over one subscription does not reach it.',
    status: ACTIVE,
  },
  'ASSUME-24': {
    statement:
      'A list shows a caller what it may read in it, page by page, and is refused when it may read nothing there. Azure documents that lists are filtered, not where it refuses them.',
    status: ACTIVE,
  },
  'ASSUME-25': {
    statement:
      'An operation is polled by the principal that began it and by whoever may read what it is about; to others in the subscription it does not exist. Azure documents only that the address of an operation is enough for its client.',
    status: ACTIVE,
  },
  'ASSUME-26': {
    statement:
      'Public addresses come from the blocks kept for documentation and benchmarks, one after the other. When they are used up a static one is refused, and a VM starts without its dynamic one.',
    status: ACTIVE,
  },
  'ASSUME-27': {
    statement:
      'A snapshot or copy of a disk has the size and the hibernation support of its source, but not the saved memory on it: a VM made from it boots.',
    status: ACTIVE,
  },
  'ASSUME-28': {
    statement:
      'Resources stay in the group in which they were made: a move is refused, since what the model holds of hosts and machines refers to the place of a resource.',
    status: ACTIVE,
  },
  'ASSUME-29': {
    statement:
      'The image catalogue offers the releases that published lists of aliases and hibernation support name, in versions whose numbers have the form that each publisher uses. An image outside of it is still taken for a VM, since images come and go.',
    status: ACTIVE,
  },
  'ASSUME-30': {
    statement:
      'An installed system is taken to fill 4 GiB of its OS disk; the swap file that the hibernation extension makes has to fit into the rest.',
    status: ACTIVE,
  },
  'ASSUME-31': {
    statement:
      'Starting a running VM, powering off a stopped one and deallocating a deallocated one succeed and change nothing; restarting a VM that does not run, and powering off one that is on no host, are refused.',
    status: ACTIVE,
  },
  'ASSUME-34': {
    statement:
      'uniqueString in templates is the 64-bit hash that has been published for it; its results agree with those that people have seen. The hash of a template is the same one, of its shortest JSON in capitals.',
    status: ACTIVE,
  },
  'ASSUME-35': {
    statement:
      'What evaluating a template may cost is bounded, in steps and in the size of values; the limits beyond those that Azure documents are ours.',
    status: ACTIVE,
  },
  'ASSUME-36': {
    statement:
      'A resource that a template defines inside another one waits for it, also where it does not say so; no template that works without the order is broken by it.',
    status: ACTIVE,
  },
  'ASSUME-37': {
    statement:
      'Cancelling a deployment ends it at once: resources under way are seen to their end by their own services, others are not begun.',
    status: ACTIVE,
  },
  'ASSUME-38': {
    statement:
      'An armed fault strikes where the failure it stands for is found out: allocation when the VM is placed, a failed hibernation while the platform waits for the guest, anything else at the pivot. Sources give the codes, not the moment.',
    status: ACTIVE,
  },
  'ASSUME-39': {
    statement:
      'Buckets of throttled requests refill evenly, not once a minute; the hourly limits of a subscription are 12000 reads, 1200 writes and 15000 deletions and refill evenly as well. Sources give sizes and rates alone.',
    status: ACTIVE,
  },
  'ASSUME-40': {
    statement:
      'A scheduled action begins at its deadline, also where it asks to be complete by then: how much earlier the service would begin is not public.',
    status: ACTIVE,
  },
  'ASSUME-41': {
    statement:
      'A scheduled action that fails is tried again a minute later, up to its retry count, within its retry window; without a policy it is tried once. The service does not say how long it pauses.',
    status: ACTIVE,
  },
  'ASSUME-42': {
    statement:
      'A guest is told of a restart or a redeployment of its VM by a scheduled event, and of stopping, deallocating and hibernating by none: no source lists an event type for those.',
    status: ACTIVE,
  },
  'ASSUME-43': {
    statement:
      'While no guest runs in a VM its metadata service answers 503: on real hardware nobody could ask.',
    status: ACTIVE,
  },
});
