import { worstSeverity, type Finding } from '#libs/linux-guest';
import { done, outputOf, proceed, type StepOutputs } from '#libs/saga';
import { defineVmStep, offerVfs, type Verdict, type VmFacts } from '#libs/vm-operations';
import { enterImageStep, type ColdBoot } from './enter-image.js';
import { matchOffersStep, reopenChannelsStep } from './match-offers.js';

/** Says how the start ended for the guest: never a silent success (TORPOR-19, TORPOR-11). */
export const recordVerdict = defineVmStep({
  name: 'record-verdict',
  rules: ['RESUME-6', 'DEVICES-6', 'MOVE-9', 'MOVE-10', 'TORPOR-11', 'TORPOR-19', 'AZURE-37'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    const entered = outputOf(outputs, enterImageStep);
    if (entered === undefined) throw new Error('a start without an outcome');
    return proceed(
      entered.kind === 'cold-boot'
        ? coldBootVerdict(entered.cold)
        : resumeVerdict(entered.findings, facts, outputs),
    );
  },
  apply: async (verdict, ports) => {
    await ports.vm.recordVerdict(verdict);
    return done(verdict);
  },
});

function coldBootVerdict({ wasRejected, reason }: ColdBoot): Verdict {
  return {
    severity: wasRejected ? 'resume-rejected-cold-boot' : 'cold-boot',
    summary: `cold boot: ${reason}`,
    findings: [],
  };
}

function resumeVerdict(ofMachine: readonly Finding[], facts: VmFacts, outputs: StepOutputs): Verdict {
  const matched = outputOf(outputs, matchOffersStep);
  const reopened = outputOf(outputs, reopenChannelsStep);
  if (matched === undefined || reopened === undefined) throw new Error('a resume without a report');
  const findings = [...ofMachine, ...matched.findings, ...reopened.findings];
  const { report } = matched;
  return {
    severity: worstSeverity(findings),
    summary: `${report.matched} devices matched, ${report.unmatched} unmatched, ${report.added} new`,
    findings,
    report,
    vfs: {
      removed: facts.vm.saved?.removedVfs ?? [],
      arrived: outputOf(outputs, offerVfs)?.vfs ?? [],
    },
  };
}
