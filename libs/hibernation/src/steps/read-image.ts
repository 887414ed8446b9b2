import {
  checkImage,
  freezeFreshKernel,
  imageCheckLog,
  RESUME_SEQUENCE,
  type FreshKernelFreeze,
  type GuestStepRecord,
  type ImageCheck,
} from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { afterTime, done, outputOf, proceed, skip, type Applied } from '#libs/saga';
import { defineVmStep, DURATION_MS, osDiskOf, partitionOf, type Verdict } from '#libs/vm-operations';
import { circumstances, hungFreshKernelVerdict } from '../verdicts.js';
import { bootFreshKernel } from './boot-fresh-kernel.js';

/** What is kept of an image check: the image itself stays on its disk. */
export type ImageFound = { readonly record: GuestStepRecord } & (
  | (Omit<Extract<ImageCheck, { kind: 'restore' }>, 'image'> & { readonly imageBytes: number })
  | Exclude<ImageCheck, { kind: 'restore' }>
);

/** How the fresh kernel fared; one that hangs is the end of the start, and leaves its verdict. */
export type FreshKernelFrozen = { readonly record: GuestStepRecord } & (
  | Exclude<FreshKernelFreeze, { kind: 'hung' }>
  | (Extract<FreshKernelFreeze, { kind: 'hung' }> & { readonly verdict: Verdict })
);

/** The fresh kernel looks for an image and checks it; without one this is an ordinary boot (RESUME-2). */
export const readImage = defineVmStep({
  name: 'read-image',
  rules: ['RESUME-2', 'ENABLE-2', 'R75', 'R76', 'R77', 'R78', 'R84'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const check = checkImage(osDiskOf(facts).image, partitionOf(facts).hardware, facts.profile);
    const record = recordOf(check);
    if (check.kind !== 'restore') return proceed<ImageFound>({ ...check, record });
    const { image, ...rest } = check;
    return proceed<ImageFound>({ ...rest, imageBytes: image.imageBytes, record });
  },
  apply: (found, _ports, time) => afterTime(time, found.record.tookMs, async () => done(found)),
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
    const { guest, hardware } = partitionOf(facts);
    if (guest === undefined) throw new Error('freeze-fresh-kernel needs a booted kernel');
    const frozen = freezeFreshKernel(guest, hardware.faults);
    const record: GuestStepRecord = {
      ...RESUME_SEQUENCE[2],
      outcome: FREEZE_OUTCOME[frozen.kind],
      tookMs: frozen.tookMs,
      notes: frozen.kind === 'frozen' ? frozen.notes : [frozen.symptom],
      log: frozen.log,
    };
    if (frozen.kind !== 'hung') return proceed<FreshKernelFrozen>({ ...frozen, record });
    const records = [
      outputOf(outputs, bootFreshKernel)?.record,
      outputOf(outputs, readImage)?.record,
      record,
    ];
    const about = circumstances('start', guest.profile, facts);
    const verdict = hungFreshKernelVerdict(frozen, about, records);
    return proceed<FreshKernelFrozen>({ ...frozen, record, verdict });
  },
  apply: (frozen, ports, time): Promise<Applied<FreshKernelFrozen>> => {
    if (frozen.kind !== 'hung')
      return afterTime(time, frozen.tookMs, async () => done<FreshKernelFrozen>(frozen));
    const { verdict, symptom, rule } = frozen;
    return afterTime(time, DURATION_MS.hibernateTimeout, async () => {
      await ports.vm.recordVerdict(verdict);
      return { kind: 'failed', refusal: refusal('guest-hung', symptom, { rule }) };
    });
  },
});

const FREEZE_OUTCOME = { frozen: 'done', rejected: 'failed', hung: 'hung' } as const;

function recordOf(check: ImageCheck): GuestStepRecord {
  const step = RESUME_SEQUENCE[1];
  const log = imageCheckLog(check);
  switch (check.kind) {
    case 'restore': {
      const notes = [`read ${check.image.imageBytes} bytes from swap`];
      return { ...step, outcome: 'done', tookMs: check.readMs, notes, log };
    }
    case 'no-image':
      return {
        ...step,
        outcome: 'done',
        tookMs: 0,
        notes: ['there is no image: this is an ordinary boot'],
        log,
      };
    case 'rejected':
      return { ...step, outcome: 'failed', tookMs: check.tookMs, notes: [check.symptom], log };
  }
}
