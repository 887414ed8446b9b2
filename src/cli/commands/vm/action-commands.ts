import type { Command } from 'commander';
import {
  type Call,
  type CommandRunner,
  confirmed,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { truth } from '../../command-line/option-values.js';
import type { Query } from '../../connection/arm-client.js';
import type { ResourcePaths } from '../../connection/resource-paths.js';
import type { Exit } from '../../exit-codes.js';
import { finishOperation, type WaitOption } from '../../progress/begin-operation.js';

type ActionOptions = GroupOption & NameOption & WaitOption;

/** A POST on a VM that begins an operation. */
interface VmAction<Options> {
  readonly verb: string;
  readonly summary: string;
  readonly path: (paths: ResourcePaths, group: string, name: string) => string;
  readonly query?: (options: Options) => Query;
}

/** Adds the commands that begin an operation on a VM that exists. */
export function addVmActionCommands(vm: Command, runner: CommandRunner): void {
  addAction(vm, runner, {
    verb: 'hibernate',
    summary: 'hibernate a VM: its memory goes to the OS disk, it leaves its host',
    path: (paths, group, name) => `${paths.vm(group, name)}/deallocate`,
    query: () => ({ hibernate: 'true' }),
  });
  addAction<{ readonly hibernate?: boolean }>(vm, runner, {
    verb: 'deallocate',
    summary: 'stop a VM and free its host; drops the memory of a hibernated one',
    path: (paths, group, name) => `${paths.vm(group, name)}/deallocate`,
    query: ({ hibernate }) => (hibernate === true ? { hibernate: 'true' } : {}),
  }).option('--hibernate [bool]', 'hibernate it, as the command of this name does', truth);
  addAction(vm, runner, {
    verb: 'start',
    summary: 'start a VM; a hibernated one resumes, perhaps on another host',
    path: (paths, group, name) => `${paths.vm(group, name)}/start`,
  });
  addAction(vm, runner, {
    verb: 'restart',
    summary: 'restart the guest of a running VM',
    path: (paths, group, name) => `${paths.vm(group, name)}/restart`,
  });
  addAction<{ readonly skipShutdown?: boolean }>(vm, runner, {
    verb: 'stop',
    summary: 'stop a VM that keeps its host',
    path: (paths, group, name) => `${paths.vm(group, name)}/powerOff`,
    query: ({ skipShutdown }) => ({ skipShutdown: String(skipShutdown === true) }),
  }).option('--skip-shutdown [bool]', 'cut the power instead of asking the guest', truth);
  addAction(vm, runner, {
    verb: 'self-hibernate',
    summary: 'hibernate from inside the guest: the VM keeps its host and counts as stopped',
    path: (paths, group, name) => paths.vmGuestHibernate(group, name),
  });
  addDelete(vm, runner);
}

function addAction<Options = object>(vm: Command, runner: CommandRunner, action: VmAction<Options>): Command {
  return withGroup(namedLeaf(vm, action.verb, action.summary))
    .option('--no-wait', 'do not wait for the operation to end')
    .action(
      runner.action<ActionOptions & Options>(async (call: Call<ActionOptions & Options>): Promise<Exit> => {
        const { session, options } = call;
        const path = action.path(session.paths, givenGroup(call), givenName(call));
        const answer = await session.client.request('POST', path, { query: action.query?.(options) ?? {} });
        return finishOperation(session, answer, options);
      }),
    );
}

function addDelete(vm: Command, runner: CommandRunner): void {
  withGroup(namedLeaf(vm, 'delete', 'delete a VM; its disks and NICs stay'))
    .option('-y, --yes', 'do not ask')
    .option('--no-wait', 'do not wait for the operation to end')
    .action(
      runner.action<ActionOptions & { readonly yes?: true }>(async (call) => {
        const { session, options } = call;
        const path = session.paths.vm(givenGroup(call), givenName(call));
        await confirmed(session, options.yes, `Delete the VM ${givenName(call)}?`);
        return finishOperation(session, await session.client.request('DELETE', path), options);
      }),
    );
}
