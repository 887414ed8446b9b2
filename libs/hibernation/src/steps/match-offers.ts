import { matchOffers, reopenChannels, type GuestStepRecord, type MatchedOffers } from '#libs/linux-guest';
import { afterTime, done, outputOf, proceed, skip } from '#libs/saga';
import { defineVmStep, partitionOf, type VmFacts } from '#libs/vm-operations';
import { enterImageStep } from './enter-image.js';

/** The bus of the entered image meets the offers of its new machine: pure, so that each step may work it out. */
function matched(facts: VmFacts): MatchedOffers {
  const { guest, hardware, vfsOffered } = partitionOf(facts);
  if (guest === undefined) throw new Error('there is no image to match offers with');
  return matchOffers(guest, hardware, { vfPresent: vfsOffered });
}

/** Offers of the new machine meet the channels of the image (RESUME-5, DEVICES-2 to DEVICES-7). */
export const matchOffersStep = defineVmStep({
  name: 'match-offers',
  rules: ['RESUME-5', 'DEVICES-2', 'DEVICES-3', 'DEVICES-4', 'DEVICES-5', 'DEVICES-7', 'R49', 'R53'],
  zone: 'retriable',
  hasEffect: false,
  decide: (facts, outputs) => {
    if (outputOf(outputs, enterImageStep)?.kind !== 'restore') return skip('a cold boot matches nothing');
    const { report, findings, record } = matched(facts);
    return proceed({ report, findings, record });
  },
  apply: (decision, _ports, time) => afterTime(time, decision.report.waitMs, async () => done(decision)),
});

/** Drivers reopen what was matched and ask for their sub-channels afresh (DEVICES-11); what was not stays dead. */
export const reopenChannelsStep = defineVmStep({
  name: 'reopen-channels',
  rules: ['RESUME-5', 'RESUME-6', 'DEVICES-6', 'DEVICES-11', 'R54', 'R56'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    if (outputOf(outputs, enterImageStep)?.kind !== 'restore')
      return skip('a cold boot has its channels open');
    return proceed(reopenChannels(matched(facts), partitionOf(facts).hardware));
  },
  apply: ({ guest, findings, records }, ports, time) =>
    afterTime(time, tookMs(records), async () => {
      await ports.hyperv.change({ kind: 'guest-runs', guest });
      return done({ findings, records, bootId: guest.bootId });
    }),
});

/** How long drivers waited for answers, up to the first wait that has no end. */
function tookMs(records: readonly GuestStepRecord[]): number {
  return records.reduce((sum, record) => sum + record.tookMs, 0);
}
