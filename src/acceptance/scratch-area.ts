import type { HostGeneration } from '#libs/hosts';
import type { ArmResource, HostDocument } from '../cli/api-types.js';
import { CliError } from '../cli/cli-error.js';
import { EXIT } from '../cli/exit-codes.js';
import { awaitAccepted } from '../cli/progress/await-accepted.js';
import type { Session } from '../cli/session.js';
import { generationsForEveryMove, type UsableHost } from './host-moves.js';
import type { Pattern } from './pattern.js';

/** Room for the largest number of NICs times the number of cases. */
const NETWORK_PREFIX = '10.0.0.0/16';
const NETWORK = 'acceptance-net';
const SUBNET = 'acceptance-subnet';

/** Says in the portal and in lists what the group is there for. */
const TAGS = { 'torpor-acceptance': 'scratch' } as const;

export interface ScratchWish {
  /** Name of the group, of the cluster, and the beginning of the names of hosts. */
  readonly name: string;
  readonly ownHosts: boolean;
  /** How many VMs may be there at the same time. */
  readonly vms: number;
}

/** A resource group, and hosts unless the fleet's are used, that are there for one run and go with `remove`. */
export class ScratchArea {
  readonly group: string;
  #hosts: readonly UsableHost[] = [];
  #ownHosts: readonly string[] = [];
  #subnetId = '';
  /** To which VMs are confined. */
  readonly cluster: string | undefined;

  constructor(
    private readonly pattern: Pattern,
    private readonly wish: ScratchWish,
  ) {
    this.group = wish.name;
    this.cluster = wish.ownHosts ? wish.name : pattern.cluster;
  }

  /** Hosts that VMs may go to. */
  get hosts(): readonly UsableHost[] {
    return this.#hosts;
  }

  /** Names of those that were registered for this run. */
  get ownHosts(): readonly string[] {
    return this.#ownHosts;
  }

  /** Where VMs start whose case names no host: among own hosts one that has a twin to move to. */
  get startHost(): string | undefined {
    return this.#ownHosts[0];
  }

  get subnetId(): string {
    return this.#subnetId;
  }

  /** Makes group, hosts and network. What it has made when it throws is removed by `remove` as well. */
  async make(session: Session): Promise<void> {
    const { client, paths } = session;
    const { location } = this.pattern;
    if (this.wish.ownHosts) await this.#registerHosts(session);
    else this.#hosts = await this.#fleet(session);
    await client.request('PUT', paths.group(this.group), { body: { location, tags: TAGS } });
    const network = await client.request<ArmResource<unknown>>(
      'PUT',
      paths.network(this.group, 'virtualNetworks', NETWORK),
      {
        body: {
          location,
          properties: {
            addressSpace: { addressPrefixes: [NETWORK_PREFIX] },
            subnets: [{ name: SUBNET, properties: { addressPrefix: NETWORK_PREFIX } }],
          },
        },
      },
    );
    await awaitAccepted(session, network);
    this.#subnetId = `${network.body.id}/subnets/${SUBNET}`;
  }

  /** Removes what `make` made, however far it came. Throws `CliError` that names what is left. */
  async remove(session: Session): Promise<void> {
    const left: string[] = [];
    const attempt = async (what: string, path: string): Promise<void> => {
      try {
        await awaitAccepted(session, await session.client.request('DELETE', path));
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        if (error.problem.exit !== EXIT.notFound) left.push(`${what}: ${error.problem.message}`);
      }
    };
    const { paths } = session;
    await attempt(`group ${this.group}`, paths.group(this.group));
    for (const host of this.#ownHosts) await attempt(`host ${host}`, paths.emulator('hosts', host));
    if (left.length === 0) return;
    throw new CliError({
      code: 'scratch-left-behind',
      message: 'Not everything that was made for the cases could be removed.',
      details: left.map((message) => ({ message })),
      remedy: 'Remove the rest with `torpor group delete` and `torpor host remove`.',
      exit: EXIT.failed,
    });
  }

  async #registerHosts({ client, paths }: Session): Promise<void> {
    const known = await client.list<ArmResource<HostGeneration>>(paths.emulator('hostGenerations'));
    const { machine } = this.pattern;
    const generations = generationsForEveryMove(
      known.map(({ properties }) => properties),
      machine.processorVendor,
    );
    const capacity = {
      vcpus: machine.vcpus * this.wish.vms,
      memoryMib: machine.memoryMib * this.wish.vms,
      vfSlots: machine.maxNics * this.wish.vms,
    };
    for (const [at, generation] of generations.entries()) {
      const name = `${this.wish.name}-host-${at + 1}`;
      // First: a registration that was cut off may have been carried out.
      this.#ownHosts = [...this.#ownHosts, name];
      const { body } = await client.request<HostDocument>('PUT', paths.emulator('hosts', name), {
        body: { properties: { generation, cluster: this.wish.name, capacity } },
      });
      this.#hosts = [...this.#hosts, { name, generation: body.properties.generation }];
    }
  }

  /** Hosts of the fleet that take VMs and have room for one more of this size. */
  async #fleet({ client, paths }: Session): Promise<readonly UsableHost[]> {
    const { machine, cluster } = this.pattern;
    const hosts = await client.list<HostDocument>(paths.emulator('hosts'));
    return hosts
      .filter(({ properties: { state, cluster: own, generation, capacity, used } }) => {
        const isOfVendor =
          machine.processorVendor === undefined || generation.processorVendor === machine.processorVendor;
        return (
          state === 'available' &&
          (cluster === undefined || own === cluster) &&
          isOfVendor &&
          capacity.vcpus - used.vcpus >= machine.vcpus &&
          capacity.memoryMib - used.memoryMib >= machine.memoryMib
        );
      })
      .map(({ name, properties: { generation } }) => ({ name, generation }));
  }
}
