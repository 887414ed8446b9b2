import type { Term } from './explanation.js';

/** Words of the trade. Each is shown with a document that uses it in one of its forms. */
const TERMS: readonly (Term & { readonly forms: RegExp })[] = [
  {
    term: 'image',
    meaning: 'The memory of a guest, saved in the swap space on its OS disk. It can be read back once.',
    forms: /\bimages?\b/i,
  },
  {
    term: 'VMBus',
    meaning:
      'How a guest on Hyper-V reaches its devices: over channels to the host instead of real hardware.',
    forms: /\bvmbus\b/i,
  },
  {
    term: 'channel',
    meaning:
      'The connection to one device. The image holds the channels it had; each has to meet an offer again.',
    forms: /\bchannels?\b/i,
  },
  {
    term: 'offer',
    meaning: 'The host’s word that a device is there, with the GUIDs that identify it.',
    forms: /\boffer(?:s|ed)?\b/i,
  },
  {
    term: 'instance GUID',
    meaning: 'The name of one device of one VM. A channel of the image finds its device by this name alone.',
    forms: /\binstance GUIDs?\b/i,
  },
  {
    term: 'relid',
    meaning:
      'A number that the host gives a channel for as long as a connection lasts. It may change every time.',
    forms: /\brelids?\b/i,
  },
  {
    term: 'policy',
    meaning:
      'Who decides the instance GUIDs of a newly created VM, and how: fixed, pinned, from the MAC, kept, or fresh.',
    forms: /\bpolicy\b/i,
  },
  {
    term: 'VF',
    meaning:
      'A part of a real network card, lent to a VM as a PCI device. It stays behind when the VM leaves its host.',
    forms: /\bVFs?\b/,
  },
  {
    term: 'fresh kernel',
    meaning: 'The Linux that boots on the new VM, finds the image, and gives way to it.',
    forms: /\bfresh kernel\b/i,
  },
  {
    term: 'UIO',
    meaning: 'A way to hand a device to a program in user space. Its driver can neither suspend nor resume.',
    forms: /\buio/i,
  },
  {
    term: 'ACPI S4',
    meaning: 'The sleep state in which a machine is off and its memory on disk.',
    forms: /\bS4\b/,
  },
];

/** The words that a document uses, each with its meaning. */
export function termsIn(document: object): readonly Term[] {
  const text = JSON.stringify(document);
  return TERMS.filter(({ forms }) => forms.test(text)).map(({ term, meaning }) => ({ term, meaning }));
}
