import { ACTIVE, ruleTable } from '../rule-table.js';

/** R75 to R84: the image, memory and the checks before a restore. */
export const SOURCE_IMAGE = ruleTable(
  'kernel-source',
  'Image, memory and kernel checks (kernel/power/swap.c, snapshot.c, arch/x86/power/hibernate.c)',
  {
    R75: {
      statement:
        'The header is checked in a fixed order. Its signature is reset early, so that any later failure loses the image: a resume can be tried once.',
      status: ACTIVE,
    },
    R76: {
      statement:
        'Another memory map is caught by its checksum and another number of pages by the page count; hot-added memory fails the latter.',
      status: ACTIVE,
    },
    R77: {
      statement:
        'A non-zero ACPI hardware signature must be the same at resume; Gen2 firmware leaves it at zero.',
      status: ACTIVE,
    },
    R78: {
      statement:
        'A fresh kernel that never looks at the image boots cold and leaves it on disk, where a later resume would corrupt file systems.',
      status: ACTIVE,
    },
    R79: {
      statement: 'On x86-64 the kernel versions of fresh kernel and image are not compared.',
      status: ACTIVE,
    },
    R80: {
      statement:
        'CPU count and model are not checked: with fewer CPUs the guest goes on with those it gets, with another model the behaviour is undefined.',
      status: ACTIVE,
    },
    R81: {
      statement:
        'The image takes at most about half of memory; if that cannot be reached hibernation ends with ENOMEM (12).',
      status: ACTIVE,
    },
    R82: {
      statement:
        'The image goes into active swap: without any, ENODEV (19); when it does not fit, ENOSPC (28); the guest thaws and runs on.',
      status: ACTIVE,
    },
    R83: {
      statement:
        'To find the image, the fresh kernel needs resume= on its command line, or its initramfs has to name the device.',
      status: ACTIVE,
    },
    R84: {
      statement: 'Without an image the boot is ordinary and says nothing about it.',
      status: ACTIVE,
    },
  },
);
