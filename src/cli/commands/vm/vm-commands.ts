import type { Command } from 'commander';
import type { CommandRunner } from '../../command-line/leaf-command.js';
import { addExplainCommand } from '../explain/explain-command.js';
import { addPinsCommand } from '../explain/pins-command.js';
import { addVmMetadataCommand } from '../vm-metadata/metadata-command.js';
import { addVmActionCommands } from './action-commands.js';
import { addVmCreateCommand } from './create-command.js';
import { addVmDevicesCommand } from './devices-command.js';
import { addVmReadCommands } from './read-commands.js';
import { addVmUpdateCommand } from './update-command.js';

/** Adds `torpor vm ...`. */
export function addVmCommands(program: Command, runner: CommandRunner): void {
  const vm = program.command('vm').description('virtual machines');
  addVmCreateCommand(vm, runner);
  addVmReadCommands(vm, runner);
  addVmDevicesCommand(vm, runner);
  addVmActionCommands(vm, runner);
  addVmUpdateCommand(vm, runner);
  addExplainCommand(vm, runner);
  addPinsCommand(vm, runner);
  addVmMetadataCommand(vm, runner);
}
