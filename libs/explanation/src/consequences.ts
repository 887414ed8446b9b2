import type { RuleId } from '#libs/kernel-rules';
import type { Finding, LaterConsequence } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import {
  CONSEQUENCE_TIMES,
  type Consequence,
  type ConsequenceGroup,
  type ConsequenceTime,
} from './explanation.js';
import type { ExplanationInput } from './explanation-input.js';
import { leavesImage } from './headline.js';

type Timed = Consequence & { readonly when: ConsequenceTime };

/** What follows from a verdict, in the order in which it will be felt. */
export function consequenceGroups(input: ExplanationInput): readonly ConsequenceGroup[] {
  const { verdict } = input;
  const timed = merged([...ofTheWhole(input), ...verdict.findings.flatMap(ofFinding), ...ofOrphans(verdict)]);
  return (Object.keys(CONSEQUENCE_TIMES) as ConsequenceTime[])
    .map((when) => ({
      when,
      consequences: timed
        .filter((consequence) => consequence.when === when)
        .map(({ what, rules, slots }) => ({ what, rules, slots })),
    }))
    .filter(({ consequences }) => consequences.length > 0);
}

/** R46 says only what will be; every other finding says what is, and perhaps what will be besides. */
function ofFinding({ rule, slot, consequence, later = [] }: Finding): readonly Timed[] {
  const slots = slot === undefined ? [] : [slot];
  const isLaterOnly = rule === 'R46';
  const atOnce: Timed = { when: 'at-once', what: consequence, rules: [rule], slots };
  return [
    ...(isLaterOnly ? [{ ...atOnce, when: 'next-hibernation' as const }] : [atOnce]),
    ...later.map((consequent) => ofLater(consequent, slots)),
  ];
}

function ofLater({ when, rule, what }: LaterConsequence, slots: readonly string[]): Timed {
  return { when, what, rules: [rule], slots };
}

/** R55: nobody clears away what the image holds of a device that did not come back. */
function ofOrphans({ report }: Verdict): readonly Timed[] {
  const orphans = (report?.rows ?? []).filter(({ outcome }) => outcome === 'unmatched' || outcome === 'late');
  if (orphans.length === 0) return [];
  return [
    {
      when: 'until-reboot',
      what: 'What is left of the lost devices stays in the guest, dead: nothing clears it away.',
      rules: ['R55'],
      slots: orphans.map(({ slot }) => slot),
    },
  ];
}

function whole(when: ConsequenceTime, what: string, ...rules: readonly RuleId[]): Timed {
  return { when, what, rules, slots: [] };
}

/** What the end as such means, whatever its findings are. */
function ofTheWhole({ verdict, policy }: ExplanationInput): readonly Timed[] {
  switch (verdict.severity) {
    case 'resumed':
    case 'resumed-degraded':
      return [whole('at-once', 'The programs that ran before the hibernation run on.', 'RESUME-6')];
    case 'hung-or-undefined':
      return hungConsequences(verdict);
    case 'resume-rejected-cold-boot':
      return rejectedConsequences(verdict);
    case 'cold-boot':
      return [whole('at-once', 'Programs start anew, as after every boot.', 'R84')];
    case 'hibernated':
      return [
        whole(
          'at-once',
          'The VM is on no host; its configuration and its disks are all that is left.',
          'MOVE-1',
        ),
        whole(
          'next-start',
          'A new Hyper-V VM is made for it. Whether its memory finds its devices there depends on their instance GUIDs.',
          'MOVE-2',
          'MOVE-3',
        ),
      ];
    case 'stopped-not-hibernated':
      return [
        whole('at-once', 'The platform shows the VM as stopped; it keeps its place on its host.', 'R91'),
        whole('next-start', 'The kernel that boots finds the image and goes on from it.', 'RESUME-2'),
      ];
    case 'hibernate-aborted':
      return abortedConsequences(verdict, policy?.removeVfsBeforeHibernation === true);
  }
}

function hungConsequences({ circumstances, cause, findings }: Verdict): readonly Timed[] {
  if (circumstances.act === 'start' && cause !== undefined) {
    return [
      whole(
        'at-once',
        'The platform gives up and takes the new machine away; the VM still sleeps.',
        cause.rule,
      ),
      whole('next-start', 'It is tried again, with the image that is still on the disk.', 'TORPOR-3'),
    ];
  }
  if (circumstances.act === 'start' && !findings.some(({ summary }) => /without limit/.test(summary)))
    return [];
  const rule = cause?.rule ?? 'R23';
  return [
    whole('at-once', 'Nothing in the VM answers any more, and no error will ever be reported.', rule),
    whole('until-reboot', 'Only switching the VM off ends it; what is in its memory is lost then.', rule),
  ];
}

function rejectedConsequences({ cause }: Verdict): readonly Timed[] {
  if (cause !== undefined && leavesImage(cause)) {
    return [
      whole('at-once', 'Programs start anew; the saved memory stays on the disk, unread.', 'R78'),
      whole(
        'next-start',
        'A later boot that finds the image restores stale memory over file systems that have changed since, and corrupts them.',
        'R78',
      ),
    ];
  }
  return [
    whole(
      'at-once',
      'Programs start anew, and the disks are as after a power cut. The attempt has used the image up: there is no second one.',
      'R75',
    ),
  ];
}

function abortedConsequences({ cause, circumstances }: Verdict, removesVfs: boolean): readonly Timed[] {
  if (cause === undefined) return [];
  const { rule, phase } = cause;
  const isUnheard = phase === 'trigger';
  const isAskedTwice = rule === 'R46' || (rule === 'R45' && circumstances.era === 'A');
  return [
    isUnheard
      ? whole(
          'at-once',
          'The VM runs on, and nothing was saved. A host that has asked for it hears no more and waits until it gives up.',
          'R90',
        )
      : whole(
          'at-once',
          'The VM runs on, and there is no image on its disk; whatever was suspended for it has been resumed.',
          'R25',
        ),
    ...(removesVfs
      ? [
          whole(
            'at-once',
            'VFs that were taken away for it, if there were any, are offered again.',
            'ASSUME-19',
          ),
        ]
      : []),
    ...(isAskedTwice
      ? [
          whole(
            'until-reboot',
            'The bus goes on dropping offers: new devices and sub-channels do not arrive any more.',
            'R48',
          ),
        ]
      : []),
    whole('next-hibernation', 'It ends in the same way as long as the cause remains.', rule),
  ];
}

/** One thing that is the case for several devices is told once. */
function merged(consequences: readonly Timed[]): readonly Timed[] {
  const byText = new Map<string, Timed>();
  for (const consequence of consequences) {
    const key = `${consequence.when} ${consequence.what}`;
    const before = byText.get(key);
    byText.set(
      key,
      before === undefined
        ? consequence
        : {
            ...before,
            rules: [...new Set([...before.rules, ...consequence.rules])],
            slots: [...new Set([...before.slots, ...consequence.slots])],
          },
    );
  }
  return [...byText.values()];
}
