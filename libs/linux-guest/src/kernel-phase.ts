/**
 * Places in the kernel's two sequences where something can go wrong: H1 to H14 on the way down (R21), B1 to B6 in the
 * fresh kernel and R1r to R3r in the image (R22), C0 to C11 for the checks of the image (R75).
 */
export const KERNEL_PHASES = {
  trigger: 'before the kernel hears of it',
  H1: 'hibernation available?',
  H3: 'taking hold of the snapshot device',
  H5: 'freezing user space',
  H7: 'setting memory aside for the image',
  H9: 'freeze_noirq: VMBus devices, then the bus',
  H11: 'copying memory',
  H12: 'thaw_noirq: the bus, then VMBus devices',
  H13: 'writing the image',
  H14: 'powering down',
  B1: 'boot of the fresh kernel',
  B5: 'suspending the devices of the fresh kernel',
  C0: 'attempt a resume?',
  C1: 'finding the resume device',
  C2: 'finding an image',
  C4: 'hardware signature',
  C7: 'memory map of the firmware',
  C8: 'number of pages',
  C9: 'page frames',
  C10: 'loading the image',
  C11: 'checksum of the image',
  R1r: 'the image wakes up',
  R2r: 'restore_noirq: the bus, then VMBus devices',
  complete: 'end of the transition, probing allowed again',
  after: 'after the resume',
} as const satisfies Readonly<Record<string, string>>;

export type KernelPhase = keyof typeof KERNEL_PHASES;
