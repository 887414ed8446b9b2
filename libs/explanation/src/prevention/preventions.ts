import { FAULTS, faultName } from '#libs/linux-guest';
import { faultsOf } from '../circumstances.js';
import type { DeviceExplanation, Prevention } from '../explanation.js';
import type { ExplanationInput } from '../explanation-input.js';
import { moodOf } from '../headline.js';
import { causePrevention } from './cause-prevention.js';
import { Commands } from './commands.js';
import { devicePreventions } from './device-prevention.js';
import { faultPrevention } from './fault-prevention.js';
import { findingPrevention } from './finding-prevention.js';

/** What would have prevented each cause, each told once. Empty where nothing went wrong. */
export function preventions(
  input: ExplanationInput,
  devices: readonly DeviceExplanation[],
): readonly Prevention[] {
  const { verdict, vm, memoryMib } = input;
  const commands = new Commands(vm);
  const { cause } = verdict;
  const ofCause =
    cause === undefined
      ? undefined
      : causePrevention({ cause, commands, ...(memoryMib === undefined ? {} : { memoryMib }) });
  const found = [
    ...devicePreventions(devices, commands),
    ...(ofCause === undefined ? [] : [ofCause]),
    ...verdict.findings.flatMap((finding) => findingPrevention(finding, commands) ?? []),
  ];
  const staged = moodOf(verdict.severity) === 'good' ? [] : stagedPreventions(input, commands);
  const stagedRules = staged.flatMap(({ rules }) => rules);
  const others = found.filter(({ rules }) => !rules.some((rule) => stagedRules.includes(rule)));
  return once([...staged, ...others]);
}

/** What is staged comes first: it is lifted with one command, and told with what it stands for. */
function stagedPreventions({ verdict }: ExplanationInput, commands: Commands): readonly Prevention[] {
  return faultsOf(verdict).map((fault) => ({
    against: `the staged fault ${faultName(fault)} (${FAULTS[fault.kind].summary.replace(/\.$/, '')})`,
    ...faultPrevention(fault.kind),
    command: commands.update('--fault none'),
  }));
}

function once(preventions: readonly Prevention[]): readonly Prevention[] {
  return preventions.filter(
    ({ what }, index) => preventions.findIndex((other) => other.what === what) === index,
  );
}
