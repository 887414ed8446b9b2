import type { GuestProfile } from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { afterTime, done, proceed, skip, type Applied, type Zone } from '#libs/saga';
import { DURATION_MS } from '../durations.js';
import type { ExtensionFacts, VmFacts } from '../facts.js';
import { isHibernationExtension, setUpForHibernation } from '../hibernation-extension.js';
import type { ExtensionRun, VmPorts } from '../ports.js';
import { defineVmStep } from '../vm-step.js';

interface RanExtension {
  readonly id: string;
  readonly name: string;
  readonly run: ExtensionRun;
}

interface ExtensionRuns {
  readonly ran: readonly RanExtension[];
  /** As it is when the guest was set up for hibernation. */
  readonly profile?: GuestProfile;
}

interface RunExtensions {
  /** `pending`: those that have not run; `hibernation`: those that set the guest up for it, once more. */
  readonly which: 'pending' | 'hibernation';
  readonly zone: Zone;
  /** Whether the operation fails with an extension. A VM that was started runs, whatever an extension does. */
  readonly mayFail: boolean;
}

/**
 * Runs extensions in the guest. Those for hibernation set it up (R82, R83, R89); any other succeeds without
 * anything being run. What came of each stays with it: a failed one is shown as failed (AZURE-20).
 */
function runExtensions({ which, zone, mayFail }: RunExtensions) {
  return defineVmStep({
    name: 'run-extensions',
    rules: ['AZURE-20', 'R82', 'R83', 'R89', 'ASSUME-30'],
    zone,
    decide: (facts) => {
      const wanted = facts.extensions.filter((extension) =>
        which === 'pending'
          ? isPending(extension)
          : isPending(extension) || isHibernationExtension(extension),
      );
      if (wanted.length === 0) return skip('there is no extension to run');
      return facts.partition?.guest === undefined
        ? skip('no guest is running')
        : proceed(runsOf(wanted, facts));
    },
    apply: (decision, ports, time) =>
      afterTime(time, DURATION_MS.runExtension, () => settle(decision, mayFail, ports)),
    // Nothing to undo: what an extension has done in the guest is done, and how it fared is to be seen.
  });
}

/** In a VM that has just been made or started. */
export const runPendingExtensions = runExtensions({ which: 'pending', zone: 'retriable', mayFail: false });

/** Asked for by itself: an extension that fails is the failure of the operation. */
export const installExtensions = runExtensions({ which: 'pending', zone: 'pivot', mayFail: true });

export const rerunExtensions = runExtensions({ which: 'hibernation', zone: 'pivot', mayFail: true });

function isPending({ provisioningState }: ExtensionFacts): boolean {
  return provisioningState === 'Creating' || provisioningState === 'Updating';
}

function runsOf(wanted: readonly ExtensionFacts[], facts: VmFacts): ExtensionRuns {
  const setUp = setUpForHibernation(facts);
  const ran = wanted.map((extension): RanExtension => {
    const { id, name } = extension;
    const fails = isHibernationExtension(extension) && setUp.kind === 'failed';
    return { id, name, run: fails ? { kind: 'failed', message: setUp.message } : { kind: 'succeeded' } };
  });
  const configures = setUp.kind === 'configured' && wanted.some(isHibernationExtension);
  return configures ? { ran, profile: setUp.profile } : { ran };
}

async function settle(
  { ran, profile }: ExtensionRuns,
  mayFail: boolean,
  ports: VmPorts,
): Promise<Applied<{ readonly ran: readonly RanExtension[] }>> {
  if (profile !== undefined) await ports.vm.configureGuest(profile);
  for (const { id, run } of ran) await ports.vm.recordExtension(id, run);
  const broken = ran.find(({ run }) => run.kind === 'failed');
  if (!mayFail || broken?.run.kind !== 'failed') return done({ ran });
  return {
    kind: 'failed',
    refusal: refusal('extension-failed', `${broken.name}: ${broken.run.message}`),
  };
}
