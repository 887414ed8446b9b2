import type { ListedFleet, VmMake } from '#libs/what-if';
import { isBuiltInTrace } from '../listed-files.js';
import type { ListedDocument } from '../schema/fleet-schema.js';
import type { MachineDocument } from '../schema/machine-schema.js';
import type { Compiling } from './compiling.js';
import { checkGroups, DEFAULT_REGION, type FleetSources } from './fleet-sources.js';
import { compileMachine } from './machines.js';

/** How names of files end, and the format that goes with it. */
const FORMATS = { '.csv': 'csv', '.parquet': 'parquet', '.json': 'azure-trace-v1' } as const;

/** VMs from a file, whose content the hash names. `undefined` after faults. */
export function compileListedFleet(
  document: ListedDocument,
  sources: FleetSources,
  compiling: Compiling,
): ListedFleet | undefined {
  const { faults, files } = compiling;
  const { file, onBadRow, most, otherwise } = document;
  const groups = document.groups ?? [{ weight: 1, value: otherwise.group }];
  if (sources.groups?.includes(otherwise.group) === false) {
    const message = `there is no such group in the schedule: ${sources.groups.join(', ')}`;
    faults.add(['fleet', 'otherwise', 'group'], message);
  }
  if (document.groups !== undefined) checkGroups(groups, sources, ['fleet', 'groups'], compiling);
  const ending = Object.entries(FORMATS).find(([known]) => file.endsWith(known));
  const format = document.format ?? (isBuiltInTrace(file) ? 'azure-trace-v1' : ending?.[1]);
  if (format === undefined) {
    return faults.add(['fleet', 'format'], 'is missing; the name of the file does not tell it');
  }
  const sha256 = files.sha256(file);
  if (sha256 === undefined) faults.add(['fleet', 'file'], `there is no file ${file} that can be read`);
  const path = ['fleet', 'otherwise', 'machine'];
  const make = compileMachine(otherwise.machine, sources, path, compiling);
  if (sha256 === undefined || make === undefined) return undefined;
  return {
    kind: 'listed',
    format,
    path: file,
    sha256,
    onBadRow,
    ...(most === undefined ? {} : { most }),
    otherwise: {
      group: otherwise.group,
      region: otherwise.region ?? DEFAULT_REGION,
      tenant: otherwise.tenant ?? 'tenant-0',
      make,
    },
    makes: {
      ...(format === 'azure-trace-v1' ? {} : ordinaryMakes(document, sources, compiling)),
      ...ownMakes(document, sources, compiling),
    },
    groups,
  };
}

/** Every size of the catalogue with the ordinary devices of rows that do not tell more, as far as the size takes them. */
function ordinaryMakes(
  { otherwise }: ListedDocument,
  sources: FleetSources,
  compiling: Compiling,
): Readonly<Record<string, VmMake>> {
  const { nics, dataDisks, acceleratedNetworking: isAccelerated } = otherwise.machine;
  const makes: Record<string, VmMake> = {};
  for (const size of compiling.catalogue.sizes.inRegion('any')) {
    const accelerated = size.acceleratedNetworking && (isAccelerated?.[0]?.value ?? true);
    const machine: MachineDocument = {
      ...otherwise.machine,
      size: [{ weight: 1, value: size.name }],
      nics: [{ weight: 1, value: Math.min(nics?.[0]?.value ?? 1, size.maxNics) }],
      dataDisks: [{ weight: 1, value: Math.min(dataDisks?.[0]?.value ?? 0, size.maxDataDisks) }],
      acceleratedNetworking: [{ weight: 1, value: accelerated }],
    };
    const make = compileMachine(machine, sources, ['fleet', 'otherwise', 'machine'], compiling);
    if (make !== undefined) makes[size.name] = make;
  }
  return makes;
}

/** Sizes that the experiment says more of, or that are none of Azure. */
function ownMakes(
  { otherwise, sizes }: ListedDocument,
  sources: FleetSources,
  compiling: Compiling,
): Readonly<Record<string, VmMake>> {
  const makes: Record<string, VmMake> = {};
  for (const [name, own] of Object.entries(sizes)) {
    const size = own.size ?? [{ weight: 1, value: name }];
    const machine = { ...otherwise.machine, ...given(own), size } as MachineDocument;
    const make = compileMachine(machine, sources, ['fleet', 'sizes', name], compiling);
    if (make !== undefined) makes[name] = make;
  }
  return makes;
}

function given<Members extends object>(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Members;
}
