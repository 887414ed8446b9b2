import type { Command } from 'commander';
import type { EmulationDocument, VmDocument } from '../../api-types.js';
import { usageError } from '../../cli-error.js';
import {
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { keyValues, truth } from '../../command-line/option-values.js';
import { EXIT } from '../../exit-codes.js';
import { awaitAccepted } from '../../progress/await-accepted.js';
import type { WaitOption } from '../../progress/begin-operation.js';
import {
  type EmulationOptions,
  hasEmulationOptions,
  updateEmulation,
  withEmulationOptions,
} from './emulation-options.js';
import { vmLines } from './vm-lines.js';

type UpdateOptions = GroupOption &
  NameOption &
  WaitOption &
  EmulationOptions & {
    readonly enableHibernation?: boolean;
    readonly size?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };

/** Adds `vm update`. */
export function addVmUpdateCommand(vm: Command, runner: CommandRunner): void {
  const command = withGroup(namedLeaf(vm, 'update', 'change a VM'))
    .option('--enable-hibernation [bool]', 'whether it may hibernate; needs a deallocated VM', truth)
    .option('--size <size>', 'its size')
    .option('--tags <key=value...>', 'its tags, instead of those it has', keyValues)
    .option('--no-wait', 'do not wait for the change to be applied');
  withEmulationOptions(command).action(
    runner.action<UpdateOptions>(async (call) => {
      const { session, options } = call;
      const [group, name] = [givenGroup(call), givenName(call)];
      const body = patchBody(options);
      const isEmulated = hasEmulationOptions(options);
      if (body === undefined && !isEmulated) throw usageError('nothing to change is given');
      const { client, paths } = session;
      if (body !== undefined) {
        const answer = await client.request('PATCH', paths.vm(group, name), { body });
        if (options.wait) await awaitAccepted(session, answer);
      }
      if (isEmulated) await updateEmulation(session, { group, name }, options);
      const value = await client.get<VmDocument>(paths.vm(group, name), { $expand: 'instanceView' });
      const emulation = session.isForPeople
        ? await client.find<EmulationDocument>(paths.vmEmulation(group, name))
        : undefined;
      await session.print({ value, lines: () => vmLines(value, emulation, session.style) });
      return EXIT.ok;
    }),
  );
}

function patchBody({ enableHibernation, size, tags }: UpdateOptions): object | undefined {
  const properties = {
    ...(enableHibernation === undefined
      ? {}
      : { additionalCapabilities: { hibernationEnabled: enableHibernation } }),
    ...(size === undefined ? {} : { hardwareProfile: { vmSize: size } }),
  };
  const hasProperties = Object.keys(properties).length > 0;
  if (!hasProperties && tags === undefined) return undefined;
  return { ...(tags === undefined ? {} : { tags }), ...(hasProperties ? { properties } : {}) };
}
