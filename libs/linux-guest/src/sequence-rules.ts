import type { RuleId } from '#libs/kernel-rules';

/** A numbered step of one of the document's two sequences, with every rule that is at work in it. */
export interface SequenceStep {
  readonly step: number;
  readonly name: string;
  /** The rule that is this step. */
  readonly rule: RuleId;
  /** Rules that decide what happens in it. */
  readonly rules: readonly RuleId[];
}

/** The detailed hibernation sequence: nine steps. */
export const HIBERNATION_SEQUENCE = [
  {
    step: 1,
    name: 'freeze-user-space',
    rule: 'HIBERNATE-1',
    rules: ['INITIATE-1', 'ENABLE-6', 'R21', 'R81', 'R93'],
  },
  {
    step: 2,
    name: 'suspend-devices',
    rule: 'HIBERNATE-2',
    rules: [
      'DEVICES-1',
      'DEVICES-8',
      'DEVICES-9',
      'DEVICES-10',
      'DEVICES-13',
      'DEVICES-14',
      'KVP-1',
      'KVP-2',
      'UIO-1',
      'UIO-2',
      'VPCI-4',
      'VPCI-5',
      'R11',
      'R12',
      'R18',
      'R19',
      'R20',
      'R25',
      'R60',
      'R61',
      'R66',
      'R69',
      'R70',
    ],
  },
  {
    step: 3,
    name: 'suspend-bus',
    rule: 'HIBERNATE-3',
    rules: ['DEVICES-12', 'KVP-5', 'R28', 'R46', 'R47', 'R48', 'R73'],
  },
  {
    step: 4,
    name: 'create-image',
    rule: 'HIBERNATE-4',
    rules: ['DEVICES-1', 'DEVICES-8', 'KVP-3', 'MOVE-12', 'R30'],
  },
  {
    step: 5,
    name: 'resume-bus',
    rule: 'HIBERNATE-5',
    rules: ['DEVICES-7', 'DEVICES-13', 'VPCI-7', 'R8', 'R14', 'R26', 'R45'],
  },
  { step: 6, name: 'resume-devices', rule: 'HIBERNATE-6', rules: ['DEVICES-11', 'DEVICES-13', 'R9', 'R24'] },
  { step: 7, name: 'write-image', rule: 'HIBERNATE-7', rules: ['BACKGROUND-1', 'R82', 'ASSUME-8'] },
  { step: 8, name: 'suspend-again', rule: 'HIBERNATE-8', rules: ['DEVICES-13', 'R21', 'R26', 'R27'] },
  { step: 9, name: 'enter-s4', rule: 'HIBERNATE-9', rules: ['BACKGROUND-1', 'R86', 'R90'] },
] as const satisfies readonly SequenceStep[];

/** The detailed resume sequence: six steps, the first three in the fresh kernel. */
export const RESUME_SEQUENCE = [
  {
    step: 1,
    name: 'boot-fresh-kernel',
    rule: 'RESUME-1',
    rules: ['ENABLE-4', 'VPCI-2', 'VPCI-6', 'R2', 'R9', 'R10', 'R13', 'R71'],
  },
  {
    step: 2,
    name: 'read-image',
    rule: 'RESUME-2',
    rules: ['CONSIDER-3', 'ENABLE-2', 'R75', 'R76', 'R78', 'R79', 'R83', 'R84', 'ASSUME-8'],
  },
  {
    step: 3,
    name: 'freeze-fresh-kernel',
    rule: 'RESUME-3',
    rules: ['DEVICES-13', 'KVP-4', 'KVP-5', 'UIO-1', 'R22'],
  },
  {
    step: 4,
    name: 'enter-image',
    rule: 'RESUME-4',
    rules: ['BACKGROUND-2', 'CONSIDER-7', 'R80', 'ASSUME-5'],
  },
  {
    step: 5,
    name: 'match-offers',
    rule: 'RESUME-5',
    rules: [
      'CONSIDER-3',
      'CONSIDER-4',
      'DEVICES-2',
      'DEVICES-3',
      'DEVICES-4',
      'DEVICES-5',
      'DEVICES-7',
      'VPCI-7',
      'R14',
      'R40',
      'R41',
      'R43',
      'R44',
      'R49',
      'R50',
      'R51',
      'R53',
    ],
  },
  {
    step: 5,
    name: 'reopen-channels',
    rule: 'RESUME-5',
    rules: [
      'DEVICES-6',
      'DEVICES-11',
      'DEVICES-13',
      'VPCI-4',
      'R23',
      'R54',
      'R55',
      'R56',
      'R65',
      'R68',
      'ASSUME-2',
    ],
  },
  {
    step: 6,
    name: 'run-from-image',
    rule: 'RESUME-6',
    rules: ['BACKGROUND-2', 'R24', 'R43', 'R46', 'MOVE-10'],
  },
] as const satisfies readonly SequenceStep[];
