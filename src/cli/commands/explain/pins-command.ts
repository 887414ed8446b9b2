import type { Command } from 'commander';
import type { Pin } from '#libs/explanation';
import type { GuidPolicy } from '#libs/guid-policy';
import type { ArmResource } from '../../api-types.js';
import {
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { formatDocument } from '../../output/format-document.js';
import { pinLines } from '../../render/explanation-pins.js';
import { printable } from '../../render/printable.js';
import type { Session } from '../../session.js';

type PinsDocument = ArmResource<{
  readonly policyInForce: string;
  readonly source: 'image' | 'last-resume' | 'present-devices';
  readonly pins: readonly Pin[];
  readonly pinnedPolicy?: GuidPolicy;
}>;

interface PinsOptions {
  readonly policyName?: string;
}

/** Adds `vm pins`: the list, or the policy that a list makes, ready for `policy create`. */
export function addPinsCommand(vm: Command, runner: CommandRunner): void {
  withGroup(namedLeaf(vm, 'pins', 'list what a script must pin so that the image of a VM finds its devices'))
    .option(
      '--policy-name <name>',
      'print a policy of this name that pins it all, for "torpor policy create -f"',
    )
    .action(
      runner.action<GroupOption & NameOption & PinsOptions>(async (call) => {
        const { session, options } = call;
        const path = session.paths.vmPins(givenGroup(call), givenName(call));
        const { policyName } = options;
        const query = policyName === undefined ? {} : { policyName };
        const value = await session.client.get<PinsDocument>(path, query);
        const { pinnedPolicy } = value.properties;
        if (pinnedPolicy === undefined)
          await session.print({ value, lines: () => listLines(value, session) });
        else await printPolicy(session, pinnedPolicy);
      }),
    );
}

const SOURCES: Readonly<Record<PinsDocument['properties']['source'], string>> = {
  image: 'the image on its OS disk',
  'last-resume': 'the image of its last resume',
  'present-devices': 'the devices that it has',
};

function listLines({ properties }: PinsDocument, session: Session): readonly string[] {
  const { source, pins, policyInForce } = properties;
  const open = pins.filter(({ isMet }) => !isMet).length;
  const state =
    open === 0 ? 'all of it is as needed' : `${open} of ${pins.length} values would not be as needed`;
  const about = `For ${SOURCES[source]}, under policy ${printable(policyInForce)}: ${state}.`;
  return pins.length === 0 ? ['There is nothing to pin.'] : [about, ...pinLines(pins, session)];
}

/** People get a policy as YAML: the form in which it goes into a file. */
async function printPolicy(session: Session, policy: GuidPolicy): Promise<void> {
  if (!session.isForPeople) {
    await session.print({ value: policy });
    return;
  }
  session.process.stdout.write(await formatDocument({ value: policy }, 'yaml', session.style));
}
