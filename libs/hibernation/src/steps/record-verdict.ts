import { done, outputOf, proceed } from '#libs/saga';
import { defineVmStep, offerVfs, type Verdict } from '#libs/vm-operations';
import { enterImage, matchOffers } from './enter-image.js';

/** Says how the start ended for the guest: never a silent success (TORPOR-19, TORPOR-11). */
export const recordVerdict = defineVmStep({
  name: 'record-verdict',
  rules: ['RESUME-6', 'DEVICES-6', 'MOVE-9', 'MOVE-10', 'TORPOR-11', 'TORPOR-19', 'AZURE-37'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    const entered = outputOf(outputs, enterImage);
    if (entered === undefined) throw new Error('a start without an outcome');
    const report = outputOf(outputs, matchOffers);
    return proceed<Verdict>(
      entered.kind === 'cold-boot'
        ? {
            severity: entered.cold.wasRejected ? 'resume-rejected-cold-boot' : 'cold-boot',
            summary: `cold boot: ${entered.cold.reason}`,
            findings: [],
          }
        : {
            severity: entered.restored.severity,
            summary: summaryOf(entered.restored),
            findings: entered.restored.findings,
            ...(report === undefined ? {} : { report }),
            vfs: {
              removed: facts.vm.saved?.removedVfs ?? [],
              arrived: outputOf(outputs, offerVfs)?.vfs ?? [],
            },
          },
    );
  },
  apply: async (verdict, ports) => {
    await ports.vm.recordVerdict(verdict);
    return done(verdict);
  },
});

function summaryOf({ report }: { report: { matched: number; unmatched: number; added: number } }): string {
  const { matched, unmatched, added } = report;
  return `${matched} devices matched, ${unmatched} unmatched, ${added} new`;
}
