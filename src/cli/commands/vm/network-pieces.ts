import { CliError } from '../../cli-error.js';
import type { ArmResource } from '../../api-types.js';
import { awaitAccepted } from '../../progress/await-accepted.js';
import type { Session } from '../../session.js';

/** Address space of a network that is made along with a VM, as Azure's command line chooses it. */
const NETWORK_PREFIX = '10.0.0.0/16';
const SUBNET_PREFIX = '10.0.0.0/24';

type NetworkDocument = ArmResource<{
  readonly subnets?: readonly { readonly id: string; readonly name: string }[];
}>;

/** What a VM's network is to be. */
export interface NetworkWish {
  readonly group: string;
  readonly location: string;
  readonly vmName: string;
  /** How many NICs to make. */
  readonly nics: number;
  readonly acceleratedNetworking: boolean;
  readonly vnetName?: string;
  readonly subnet?: string;
}

/** Network pieces made for a VM, which go again when the VM is refused. */
export class NetworkPieces {
  readonly #made: string[] = [];

  constructor(
    private readonly session: Session,
    private readonly wish: NetworkWish,
  ) {}

  /** Ids of the NICs, the primary first: `{vm}VMNic`, `{vm}VMNic2`, ... in a network that is found or made. */
  async nics(): Promise<readonly string[]> {
    const subnetId = await this.#subnet();
    const ids: string[] = [];
    for (let index = 1; index <= this.wish.nics; index++) ids.push(await this.#nic(index, subnetId));
    return ids;
  }

  /** Deletes what was made. Answers the paths of what could not be deleted. */
  async takeBack(): Promise<readonly string[]> {
    const left: string[] = [];
    for (let path = this.#made.pop(); path !== undefined; path = this.#made.pop()) {
      try {
        await awaitAccepted(this.session, await this.session.client.request('DELETE', path));
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        left.push(path);
      }
    }
    return left;
  }

  async #subnet(): Promise<string> {
    const { client, paths } = this.session;
    const { group, location, vmName } = this.wish;
    const networks = await client.list<NetworkDocument>(paths.network(group, 'virtualNetworks'));
    const found = networks.find((network) => this.#fits(network));
    const subnet = found === undefined ? undefined : this.#subnetOf(found);
    if (subnet !== undefined) return subnet.id;
    const name = this.wish.vnetName ?? `${vmName}VNET`;
    const subnetName = this.wish.subnet ?? `${vmName}Subnet`;
    const made = await this.#put<NetworkDocument>(paths.network(group, 'virtualNetworks', name), {
      location,
      properties: {
        addressSpace: { addressPrefixes: [NETWORK_PREFIX] },
        subnets: [{ name: subnetName, properties: { addressPrefix: SUBNET_PREFIX } }],
      },
    });
    return this.#subnetOf(made)?.id ?? `${made.id}/subnets/${subnetName}`;
  }

  #fits(network: NetworkDocument): boolean {
    const { vnetName, location } = this.wish;
    const isNamed = vnetName === undefined || network.name.toLowerCase() === vnetName.toLowerCase();
    return isNamed && network.location === location && this.#subnetOf(network) !== undefined;
  }

  #subnetOf({ properties }: NetworkDocument): { readonly id: string } | undefined {
    const { subnet } = this.wish;
    const isWanted = (name: string) => subnet === undefined || name.toLowerCase() === subnet.toLowerCase();
    return properties.subnets?.find(({ name }) => isWanted(name));
  }

  async #nic(index: number, subnetId: string): Promise<string> {
    const { group, location, vmName, acceleratedNetworking } = this.wish;
    const name = `${vmName}VMNic${index === 1 ? '' : index}`;
    const path = this.session.paths.network(group, 'networkInterfaces', name);
    const { id } = await this.#put<ArmResource<object>>(path, {
      location,
      properties: {
        enableAcceleratedNetworking: acceleratedNetworking,
        ipConfigurations: [
          {
            name: `ipconfig${vmName}`,
            properties: { subnet: { id: subnetId }, privateIPAllocationMethod: 'Dynamic' },
          },
        ],
      },
    });
    return id;
  }

  /** Makes a resource, unless it exists: then it stays as it is, also when the VM is refused. */
  async #put<Document>(path: string, body: object): Promise<Document> {
    const { client } = this.session;
    const present = await client.find<Document>(path);
    if (present !== undefined) return present;
    const answer = await client.request<Document>('PUT', path, { body });
    this.#made.push(path);
    await awaitAccepted(this.session, answer);
    return answer.body;
  }
}
