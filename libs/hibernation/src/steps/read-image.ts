import { checkImage, freezeFreshKernel, type ImageCheck } from '#libs/linux-guest';
import { afterTime, done, outputOf, proceed, skip } from '#libs/saga';
import { defineVmStep, osDiskOf, partitionOf } from '#libs/vm-operations';

/** What is kept of an image check: the image itself stays on its disk. */
export type ImageFound =
  | { readonly kind: 'restore'; readonly readMs: number; readonly imageBytes: number }
  | Exclude<ImageCheck, { kind: 'restore' }>;

/** The fresh kernel looks for an image and checks it; without one this is an ordinary boot (RESUME-2). */
export const readImage = defineVmStep({
  name: 'read-image',
  rules: ['RESUME-2', 'ENABLE-2', 'R75', 'R76', 'R78', 'R84'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const check = checkImage(osDiskOf(facts).image, partitionOf(facts).hardware, facts.profile);
    return proceed<ImageFound>(
      check.kind === 'restore'
        ? { kind: 'restore', readMs: check.readMs, imageBytes: check.image.imageBytes }
        : check,
    );
  },
  apply: (found, _ports, time) =>
    afterTime(time, found.kind === 'restore' ? found.readMs : 0, async () => done(found)),
  // Reading changes nothing that an unwinding would have to put back: the image is consumed by enter-image.
});

/** The fresh kernel suspends its own devices before it gives way (RESUME-3); a device that refuses ends the resume. */
export const freezeFreshKernelStep = defineVmStep({
  name: 'freeze-fresh-kernel',
  rules: ['RESUME-3', 'KVP-4', 'R22'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts, outputs) => {
    if (outputOf(outputs, readImage)?.kind !== 'restore') return skip('there is no image to give way to');
    const { guest } = partitionOf(facts);
    if (guest === undefined) throw new Error('freeze-fresh-kernel needs a booted kernel');
    return proceed(freezeFreshKernel(guest));
  },
  apply: (frozen, _ports, time) => afterTime(time, frozen.tookMs, async () => done(frozen)),
});
