import type { Command } from 'commander';
import { usageError } from '../../cli-error.js';
import {
  type Call,
  givenGroup,
  type GroupOption,
  optionalGroup,
  withGroup,
} from '../../command-line/leaf-command.js';

export interface ScopeOptions extends GroupOption {
  readonly vm?: string;
  readonly scope?: string;
}

/** Adds the options that say over what. */
export function withScope(command: Command): Command {
  return withGroup(command)
    .option('--vm <name>', 'over this VM of the group')
    .option('--scope <id>', 'over this subscription, group or resource; / for the installation');
}

/** The scope given as a path: a VM, a group, an id; the subscription when nothing is given. Throws a usage error. */
export function givenScope(call: Call<ScopeOptions>): string {
  const { scope, vm, resourceGroup } = call.options;
  const { paths } = call.session;
  if (scope !== undefined) {
    if (vm !== undefined || resourceGroup !== undefined) throw usageError('--scope goes without -g and --vm');
    return paths.scope(scope);
  }
  if (vm !== undefined) return paths.vm(givenGroup(call), vm);
  const group = optionalGroup(call);
  return group === undefined ? paths.subscription() : paths.group(group);
}
