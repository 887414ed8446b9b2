import type { Fault } from '#libs/linux-guest';
import type { ArmResource, EmulationDocument, OperationDocument, VmDocument } from '../cli/api-types.js';
import { emulationHeaders } from '../cli/commands/vm/emulation-options.js';
import { DEFAULT_IMAGE, imageReference } from '../cli/commands/vm/image-reference.js';
import { type ArmAnswer, notTorpor, type Query } from '../cli/connection/arm-client.js';
import { awaitAccepted } from '../cli/progress/await-accepted.js';
import { acceptedOperationId } from '../cli/progress/follow-operation.js';
import { pollUntil } from '../cli/progress/poll.js';
import type { Session } from '../cli/session.js';
import type { GuestOverrides, Machine, Preparation } from './acceptance-case.js';
import type { Pattern, PatternDisk } from './pattern.js';
import type { ScratchArea } from './scratch-area.js';

/** Data disks beyond those of the pattern. Unit: GB. */
const EXTRA_DISK_GB = 4;

/** What is asked of a VM, and how the API takes it. */
const ACTIONS = {
  hibernate: { verb: 'deallocate', query: { hibernate: 'true' } },
  deallocate: { verb: 'deallocate', query: {} },
  start: { verb: 'start', query: {} },
  stop: { verb: 'powerOff', query: {} },
} as const satisfies Readonly<Record<string, { readonly verb: string; readonly query: Query }>>;
export type VmAction = keyof typeof ACTIONS | 'self-hibernate';

/** A VM as it is at one moment. */
export interface VmState {
  readonly emulation: EmulationDocument['properties'];
  readonly nics: number;
  readonly vfs: number;
  readonly disks: number;
}

/** One VM of the scratch group, its operations waited for one by one. */
export class ScratchVm {
  #operations: readonly string[] = [];
  #tookMs = 0;
  #guest: GuestOverrides;

  constructor(
    private readonly session: Session,
    private readonly area: ScratchArea,
    private readonly pattern: Pattern,
    readonly name: string,
  ) {
    this.#guest = pattern.guestOverrides;
  }

  get machine(): Machine {
    return this.pattern.machine;
  }

  /** Ids of its operations, in order. */
  get operations(): readonly string[] {
    return this.#operations;
  }

  /** Emulated time that its operations took, ms. */
  get tookMs(): number {
    return this.#tookMs;
  }

  /** Makes and starts it, with its NICs and disks. `host`: the only one it may start on. */
  async create(preparation: Preparation, host: string | undefined): Promise<OperationDocument> {
    const { client, paths } = this.session;
    const { pattern, area } = this;
    this.#guest = { ...this.#guest, ...preparation.guest?.(pattern.machine) };
    const nicIds: string[] = [];
    for (const [at, isAccelerated] of nicsOf(pattern, preparation).entries()) {
      nicIds.push(await this.#makeNic(`${this.name}-nic-${at}`, isAccelerated));
    }
    const answer = await client.request('PUT', paths.vm(area.group, this.name), {
      body: this.#body(nicIds, preparation),
      headers: emulationHeaders({
        policy: pattern.policy,
        guestProfile: pattern.guestProfile,
        guestOverride: this.#guest,
        ...(area.cluster === undefined ? {} : { cluster: area.cluster }),
        ...(host === undefined ? {} : { host }),
      }),
    });
    return this.#ended(answer);
  }

  async act(action: VmAction): Promise<OperationDocument> {
    const { client, paths } = this.session;
    const { group } = this.area;
    if (action === 'self-hibernate') {
      return this.#ended(await client.request('POST', paths.vmGuestHibernate(group, this.name)));
    }
    const { verb, query } = ACTIONS[action];
    return this.#ended(await client.request('POST', `${paths.vm(group, this.name)}/${verb}`, { query }));
  }

  async stage(faults: readonly Fault[]): Promise<void> {
    await this.#change({ faults });
  }

  async setUp(guest: GuestOverrides): Promise<void> {
    this.#guest = { ...this.#guest, ...guest };
    await this.#change({ guestOverrides: this.#guest });
  }

  /** The only host that it may go to; `undefined` for any in the cluster. */
  async place(hostName: string | undefined): Promise<void> {
    const { cluster } = this.area;
    await this.#change({
      placement: {
        ...(cluster === undefined ? {} : { cluster }),
        ...(hostName === undefined ? {} : { hostName }),
      },
    });
  }

  async look(): Promise<VmState> {
    const { client, paths } = this.session;
    const { group } = this.area;
    const [vm, emulation] = await Promise.all([
      client.get<VmDocument>(paths.vm(group, this.name)),
      client.get<EmulationDocument>(paths.vmEmulation(group, this.name)),
    ]);
    const { osDisk, dataDisks = [] } = vm.properties.storageProfile ?? {};
    const slots = (emulation.properties.devices ?? []).map(({ slot }) => slot);
    return {
      emulation: emulation.properties,
      nics: slots.filter((slot) => slot.startsWith('nic ')).length,
      vfs: slots.filter((slot) => slot.startsWith('vf ')).length,
      disks: (osDisk === undefined ? 0 : 1) + dataDisks.length,
    };
  }

  /** Gives its place on the host back; NICs and disks go with the group. */
  async delete(): Promise<void> {
    const { client, paths } = this.session;
    const answer = await client.request('DELETE', paths.vm(this.area.group, this.name));
    await awaitAccepted(this.session, answer);
  }

  async #ended(answer: ArmAnswer<unknown>): Promise<OperationDocument> {
    const { client, paths } = this.session;
    const id = acceptedOperationId(answer);
    if (id === undefined) throw notTorpor('an accepted operation without its address');
    this.#operations = [...this.#operations, id];
    const path = paths.emulator('operations', id);
    const operation = await pollUntil(this.session, () => client.get<OperationDocument>(path), {
      isFinal: ({ properties }) => properties.status !== 'running',
      show: () => undefined,
      hint: [],
    });
    this.#tookMs += operation.properties.tookMs ?? 0;
    return operation;
  }

  async #change(properties: object): Promise<void> {
    const path = this.session.paths.vmEmulation(this.area.group, this.name);
    await this.session.client.request('PUT', path, { body: { properties } });
  }

  async #makeNic(name: string, enableAcceleratedNetworking: boolean): Promise<string> {
    const { client, paths } = this.session;
    const subnet = { id: this.area.subnetId };
    const answer = await client.request<ArmResource<unknown>>(
      'PUT',
      paths.network(this.area.group, 'networkInterfaces', name),
      {
        body: {
          location: this.pattern.location,
          properties: {
            enableAcceleratedNetworking,
            ipConfigurations: [{ name: 'primary', properties: { subnet } }],
          },
        },
      },
    );
    await awaitAccepted(this.session, answer);
    return answer.body.id;
  }

  #body(nicIds: readonly string[], preparation: Preparation): object {
    const { location, machine, osDisk } = this.pattern;
    return {
      location,
      properties: {
        hardwareProfile: { vmSize: machine.name },
        additionalCapabilities: { hibernationEnabled: true },
        storageProfile: {
          // What is in the guest is the profile's; an image has to be named all the same.
          imageReference: this.pattern.imageReference ?? imageReference(DEFAULT_IMAGE),
          osDisk: { createOption: 'FromImage', ...diskMembers(osDisk) },
          dataDisks: dataDisksOf(this.pattern, preparation).map((disk, lun) => ({
            lun,
            createOption: 'Empty',
            ...diskMembers(disk),
          })),
        },
        osProfile: {
          computerName: this.name,
          adminUsername: 'azureuser',
          linuxConfiguration: { disablePasswordAuthentication: true },
        },
        networkProfile: {
          networkInterfaces: nicIds.map((id, at) => ({ id, properties: { primary: at === 0 } })),
        },
      },
    };
  }
}

/** Whether each NIC that the VM gets is accelerated. */
export function nicsOf(
  { nics, machine }: Pick<Pattern, 'nics' | 'machine'>,
  { nics: wanted = nics.length, accelerated }: Preparation,
): readonly boolean[] {
  const count = wanted === 'max' ? machine.maxNics : wanted;
  // NICs beyond those of the pattern are like its last one.
  return Array.from({ length: count }, (_, at) => accelerated ?? nics[at] ?? nics.at(-1) ?? false);
}

/** The pattern's disks, as many as the VM gets, and small ones beyond them. */
export function dataDisksOf(
  { dataDisks, machine, osDisk }: Pick<Pattern, 'dataDisks' | 'machine' | 'osDisk'>,
  { dataDisks: wanted = dataDisks.length }: Preparation,
): readonly PatternDisk[] {
  const count = wanted === 'max' ? machine.maxDataDisks : wanted;
  const extra = { sizeGb: EXTRA_DISK_GB, sku: (dataDisks.at(-1) ?? osDisk).sku };
  return Array.from({ length: count }, (_, at) => dataDisks[at] ?? extra);
}

function diskMembers({ sizeGb, sku }: PatternDisk): object {
  return { diskSizeGB: sizeGb, managedDisk: { storageAccountType: sku } };
}
