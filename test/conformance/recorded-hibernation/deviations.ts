import type { Shape } from './recorded-shapes.js';

/** How documents here differ from the recorded ones, by document. A member that comes to be shown leaves this list. */
interface Deviation {
  readonly document: 'network' | 'nic' | 'vm';
  readonly path: readonly [string, ...string[]];
  /** Absent: the recording has the member, the emulator does not show it. */
  readonly shownAs?: Shape;
}

const WINDOWS = ['properties', 'osProfile', 'windowsConfiguration'] as const;

const DEVIATIONS: readonly Deviation[] = [
  // Policies of features that are not emulated.
  { document: 'network', path: ['properties', 'privateEndpointVNetPolicies'] },
  { document: 'nic', path: ['properties', 'dnsSettings', 'internalDomainNameSuffix'] },
  // Azure shows it once the NIC is attached.
  { document: 'nic', path: ['properties', 'enableAcceleratedNetworking'], shownAs: 'boolean' },
  // Guests are not patched.
  { document: 'vm', path: [...WINDOWS, 'patchSettings'] },
  { document: 'vm', path: [...WINDOWS, 'enableVMAgentPlatformUpdates'] },
  // Images have no versions here.
  { document: 'vm', path: ['properties', 'storageProfile', 'imageReference', 'exactVersion'] },
];

/** The recorded shape of a document with what is known to differ. */
export function expectedShape(document: Deviation['document'], recorded: Shape): Shape {
  return DEVIATIONS.filter((deviation) => deviation.document === document).reduce(
    (shape, { path, shownAs }) => changed(shape, path, shownAs),
    recorded,
  );
}

function changed(shape: Shape, [first = '', ...rest]: readonly string[], shownAs: Shape | undefined): Shape {
  if (Array.isArray(shape)) {
    return (shape as readonly Shape[]).map((item, at) =>
      String(at) === first ? changed(item, rest, shownAs) : item,
    );
  }
  if (typeof shape === 'string') throw new Error(`no member ${first} in a ${shape}`);
  const members = shape as Readonly<Record<string, Shape>>;
  const { [first]: member, ...others } = members;
  if (rest.length > 0) {
    if (member === undefined) throw new Error(`the recording has no ${first}`);
    return { ...others, [first]: changed(member, rest, shownAs) };
  }
  if ((member === undefined) === (shownAs === undefined)) {
    throw new Error(`${first} is no deviation: the recording shows it the same way`);
  }
  return shownAs === undefined ? others : { ...others, [first]: shownAs };
}
