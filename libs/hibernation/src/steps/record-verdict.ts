import { joinedLog, KernelLog, logVfs, type GuestStepRecord } from '#libs/linux-guest';
import { done, outputOf, proceed, type StepOutputs } from '#libs/saga';
import {
  defineVmStep,
  DURATION_MS,
  offerVfs,
  partitionOf,
  type Verdict,
  type VerdictCircumstances,
  type VfIdentity,
  type VmFacts,
} from '#libs/vm-operations';
import { circumstances, resumeVerdict } from '../verdicts.js';
import { bootFreshKernel } from './boot-fresh-kernel.js';
import { enterImageStep, type ColdBoot } from './enter-image.js';
import { matchOffersStep, reopenChannelsStep } from './match-offers.js';
import { freezeFreshKernelStep, readImage } from './read-image.js';

/** Says how the start ended for the guest: never a silent success (TORPOR-19, TORPOR-11). */
export const recordVerdict = defineVmStep({
  name: 'record-verdict',
  rules: ['RESUME-6', 'DEVICES-6', 'MOVE-9', 'MOVE-10', 'TORPOR-11', 'TORPOR-19', 'AZURE-37'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    const entered = outputOf(outputs, enterImageStep);
    const { guest } = partitionOf(facts);
    if (entered === undefined || guest === undefined) throw new Error('a start without an outcome');
    const about = circumstances('start', guest.profile, facts);
    return proceed(
      entered.kind === 'cold-boot'
        ? coldBootVerdict(entered.cold, about, outputs)
        : verdictOfResume(about, facts, outputs),
    );
  },
  apply: async (verdict, ports) => {
    await ports.vm.recordVerdict(verdict);
    return done(verdict);
  },
});

function coldBootVerdict(
  { wasRejected, reason, rule, phase, errno, assumption }: ColdBoot,
  about: VerdictCircumstances,
  outputs: StepOutputs,
): Verdict {
  return {
    severity: wasRejected ? 'resume-rejected-cold-boot' : 'cold-boot',
    summary: `cold boot: ${reason}`,
    ...(wasRejected
      ? {
          cause: {
            rule,
            phase,
            symptom: reason,
            ...(errno === undefined ? {} : { errno }),
            ...(assumption === undefined ? {} : { assumption }),
          },
        }
      : {}),
    findings: [],
    circumstances: about,
    log: joinedLog(freshKernelRecords(outputs)),
  };
}

function verdictOfResume(about: VerdictCircumstances, facts: VmFacts, outputs: StepOutputs): Verdict {
  const entered = outputOf(outputs, enterImageStep);
  const matched = outputOf(outputs, matchOffersStep);
  const reopened = outputOf(outputs, reopenChannelsStep);
  const read = outputOf(outputs, readImage);
  if (entered?.kind !== 'restore' || matched === undefined || reopened === undefined) {
    throw new Error('a resume without a report');
  }
  const ofImage = read?.kind === 'restore' ? read.findings : [];
  const { report } = matched;
  const arrived = outputOf(outputs, offerVfs)?.vfs ?? [];
  return resumeVerdict(
    [...ofImage, ...entered.findings, ...matched.findings, ...reopened.findings],
    [
      ...freshKernelRecords(outputs),
      entered.record,
      matched.record,
      ...reopened.records,
      vfArrivalRecord(facts, arrived),
    ],
    {
      summary: `${report.matched} devices matched, ${report.unmatched + report.late} unmatched, ${report.added} new`,
      circumstances: about,
      report,
      vfs: {
        removed: facts.vm.saved?.removedVfs ?? [],
        arrived,
      },
    },
  );
}

/** VFs that the host offered to the resumed guest: those that found their NIC carry its traffic from then on (R64). */
function vfArrivalRecord(facts: VmFacts, arrived: readonly VfIdentity[]) {
  const { guest } = partitionOf(facts);
  const log = new KernelLog();
  log.pass(DURATION_MS.offerVf);
  if (guest !== undefined) logVfs(guest, log, { newGuids: guidsOf(arrived), among: guidsOf(arrived) });
  return { log: log.lines, tookMs: log.nowMs };
}

function guidsOf(vfs: readonly VfIdentity[]) {
  return vfs.map(({ instanceGuid }) => instanceGuid);
}

function freshKernelRecords(outputs: StepOutputs): readonly GuestStepRecord[] {
  return [
    outputOf(outputs, bootFreshKernel)?.record,
    outputOf(outputs, readImage)?.record,
    outputOf(outputs, freezeFreshKernelStep)?.record,
  ].filter((record) => record !== undefined);
}
