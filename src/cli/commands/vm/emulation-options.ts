import { type Command, Option } from 'commander';
import type { Fault, GuestProfile } from '#libs/linux-guest';
import { keyJsonValues, moreFaults } from '../../command-line/option-values.js';
import type { EmulationDocument, EmulationSettings } from '../../api-types.js';
import type { Session } from '../../session.js';

/** What a VM may be given beyond what Azure knows. */
export interface EmulationOptions {
  readonly policy?: string;
  readonly guestProfile?: string;
  readonly guestOverride?: Readonly<Record<string, unknown>>;
  readonly host?: string;
  readonly cluster?: string;
  readonly placement?: 'spread' | 'pack';
  /** All that is staged from now on; none for an empty list. */
  readonly fault?: readonly Fault[];
}

/** Fields of a guest profile whose values are texts, whatever they look like. */
const TEXT_FIELDS = [
  'distribution',
  'kernelVersion',
  'architecture',
] as const satisfies readonly (keyof GuestProfile)[];

/** Adds the options of a VM's emulation to `vm create` or `vm update`. */
export function withEmulationOptions(command: Command): Command {
  return command
    .option('--policy <name>', 'GUID policy of this VM; "default" for the active one')
    .option('--guest-profile <name>', 'what is installed in the guest')
    .option(
      '--guest-override <field=value...>',
      'a field of the guest profile for this VM alone, e.g. hasUdevHibernateRule=false',
      keyJsonValues(TEXT_FIELDS),
    )
    .option('--host <name>', 'the only host it may run on; "any" to lift that')
    .option('--cluster <name>', 'the only cluster it may run in; "any" to lift that')
    .addOption(new Option('--placement <strategy>', 'how its host is chosen').choices(['spread', 'pack']))
    .addOption(
      new Option(
        '--fault <fault>',
        'what is staged to go wrong, e.g. "device-missing nic 0"; again for more, "none" to lift all',
      ).argParser(moreFaults),
    );
}

/** Whether any of the options was given. */
export function hasEmulationOptions(options: EmulationOptions): boolean {
  const { policy, guestProfile, guestOverride, host, cluster, placement, fault } = options;
  const given = [policy, guestProfile, guestOverride, host, cluster, placement, fault];
  return given.some((value) => value !== undefined);
}

/**
 * The header that says how a VM is emulated from its first boot; none without options. Characters that no header
 * can carry are escaped as JSON does it.
 */
export function emulationHeaders(options: EmulationOptions): Readonly<Record<string, string>> {
  if (!hasEmulationOptions(options)) return {};
  const json = JSON.stringify(emulationSettings({}, options));
  const escaped = json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { 'x-torpor-emulation': escaped };
}

/** The settings as they are, with what the options say put over them. */
export function emulationSettings(present: EmulationSettings, options: EmulationOptions): EmulationSettings {
  const { policy, guestProfile, guestOverride, host, cluster, placement, fault } = options;
  const wished = {
    ...present.placement,
    ...(placement === undefined ? {} : { strategy: placement }),
    ...(host === undefined ? {} : { hostName: host }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  const places = Object.entries(wished).filter(([key, value]) => value !== 'any' || key === 'strategy');
  return {
    ...(present.policy === undefined ? {} : { policy: present.policy }),
    ...(policy === undefined ? {} : { policy: policy === 'default' ? null : policy }),
    ...(present.guestProfile === undefined ? {} : { guestProfile: present.guestProfile }),
    ...(guestProfile === undefined ? {} : { guestProfile }),
    ...overrides(present, guestOverride),
    ...(places.length === 0 ? {} : { placement: Object.fromEntries(places) }),
    ...(fault === undefined ? {} : { faults: fault }),
  };
}

/** Writes the options over the emulation of a VM that exists. */
export async function updateEmulation(
  { client, paths }: Session,
  { group, name }: { readonly group: string; readonly name: string },
  options: EmulationOptions,
): Promise<EmulationDocument> {
  const path = paths.vmEmulation(group, name);
  const present = await client.get<EmulationDocument>(path);
  const properties = emulationSettings(present.properties, options);
  return (await client.request<EmulationDocument>('PUT', path, { body: { properties } })).body;
}

function overrides(
  { guestOverrides }: EmulationSettings,
  given: Readonly<Record<string, unknown>> | undefined,
): Pick<EmulationSettings, 'guestOverrides'> {
  if (guestOverrides === undefined && given === undefined) return {};
  return { guestOverrides: { ...guestOverrides, ...given } };
}
