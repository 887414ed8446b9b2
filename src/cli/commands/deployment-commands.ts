import type { Command } from 'commander';
import type { DeploymentDocument } from '../api-types.js';
import {
  type CommandRunner,
  givenName,
  type GroupOption,
  leaf,
  type NameOption,
  namedLeaf,
  optionalGroup,
  withGroup,
} from '../command-line/leaf-command.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

/** Adds `torpor deployment ...`. */
export function addDeploymentCommands(program: Command, runner: CommandRunner): void {
  const deployment = program.command('deployment').description('deployments of templates');
  withGroup(leaf(deployment, 'list', 'list deployments to a group, or to the subscription itself')).action(
    runner.action<GroupOption>(async (call) => {
      const { session } = call;
      const path = session.paths.deployments(optionalGroup(call));
      const value = await session.client.list<DeploymentDocument>(path);
      await session.print({ value, lines: () => deploymentTableLines(value, session.style) });
    }),
  );
  withGroup(namedLeaf(deployment, 'show', 'show a deployment: what it made, or why it failed')).action(
    runner.action<GroupOption & NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.deployments(optionalGroup(call), givenName(call));
      const value = await session.client.get<DeploymentDocument>(path);
      await session.print({ value, lines: () => deploymentLines(value, session.style) });
    }),
  );
}

function deploymentTableLines(deployments: readonly DeploymentDocument[], style: Style): readonly string[] {
  return tableLines(
    ['name', 'state', 'mode', 'time', 'duration'].map((title) => ({ title })),
    deployments.map(({ name, properties }) => [
      cell(name),
      stateText(properties, style),
      cell(properties.mode),
      cell(properties.timestamp),
      cell(properties.duration),
    ]),
    style,
  );
}

function deploymentLines({ name, properties }: DeploymentDocument, style: Style): readonly string[] {
  const { mode, timestamp, duration, outputs = {}, outputResources = [], error } = properties;
  const values = Object.entries(outputs).map(([key, { value }]) => [cell(key), cell(value)] as const);
  return [
    style.strong(cell(name)),
    ...fieldLines(
      [
        ['state', stateText(properties, style)],
        ['mode', cell(mode)],
        ['time', cell(timestamp)],
        ['duration', cell(duration)],
        ['error', error === undefined ? undefined : cell(`${error.code}: ${error.message}`)],
        ...(error?.details ?? []).map(({ code, message }) => ['', cell(`${code}: ${message}`)] as const),
      ],
      style,
    ),
    ...(values.length === 0 ? [] : ['outputs', ...fieldLines(values, style)]),
    ...(outputResources.length === 0
      ? []
      : ['resources', ...outputResources.map(({ id }) => `  ${cell(id)}`)]),
  ];
}

function stateText({ provisioningState }: DeploymentDocument['properties'], style: Style): string {
  const text = cell(provisioningState);
  return provisioningState === 'Failed' ? style.bad(text) : text;
}
