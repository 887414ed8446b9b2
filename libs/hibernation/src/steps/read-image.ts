import {
  checkImage,
  freezeFreshKernel,
  RESUME_SEQUENCE,
  type GuestStepRecord,
  type ImageCheck,
} from '#libs/linux-guest';
import { afterTime, done, outputOf, proceed, skip } from '#libs/saga';
import { defineVmStep, osDiskOf, partitionOf } from '#libs/vm-operations';

/** What is kept of an image check: the image itself stays on its disk. */
export type ImageFound = { readonly record: GuestStepRecord } & (
  | { readonly kind: 'restore'; readonly readMs: number; readonly imageBytes: number }
  | Exclude<ImageCheck, { kind: 'restore' }>
);

/** The fresh kernel looks for an image and checks it; without one this is an ordinary boot (RESUME-2). */
export const readImage = defineVmStep({
  name: 'read-image',
  rules: ['RESUME-2', 'ENABLE-2', 'R75', 'R76', 'R78', 'R84'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const check = checkImage(osDiskOf(facts).image, partitionOf(facts).hardware, facts.profile);
    const record = recordOf(check);
    if (check.kind !== 'restore') return proceed<ImageFound>({ ...check, record });
    const { readMs, image } = check;
    return proceed<ImageFound>({ kind: 'restore', readMs, imageBytes: image.imageBytes, record });
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
    const frozen = freezeFreshKernel(guest);
    const record: GuestStepRecord = {
      ...RESUME_SEQUENCE[2],
      outcome: frozen.kind === 'frozen' ? 'done' : 'failed',
      tookMs: frozen.tookMs,
      notes: frozen.kind === 'frozen' ? frozen.notes : [frozen.symptom],
    };
    return proceed({ ...frozen, record });
  },
  apply: (frozen, _ports, time) => afterTime(time, frozen.tookMs, async () => done(frozen)),
});

function recordOf(check: ImageCheck): GuestStepRecord {
  const step = RESUME_SEQUENCE[1];
  switch (check.kind) {
    case 'restore': {
      const notes = [`read ${check.image.imageBytes} bytes from swap`];
      return { ...step, outcome: 'done', tookMs: check.readMs, notes };
    }
    case 'no-image':
      return { ...step, outcome: 'done', tookMs: 0, notes: ['there is no image: this is an ordinary boot'] };
    case 'rejected':
      return { ...step, outcome: 'failed', tookMs: 0, notes: [check.symptom] };
  }
}
