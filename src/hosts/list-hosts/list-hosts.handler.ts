import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type HostedVm, listHostedVms } from '../../persistence/host.repository.js';
import { listHosts } from '../../persistence/vm-facts.repository.js';
import type { OccupiedHost } from '../host-document.js';
import { ListHostsQuery } from './list-hosts.query.js';

@QueryHandler(ListHostsQuery)
export class ListHostsHandler implements IQueryHandler<ListHostsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute(_query: ListHostsQuery): Promise<readonly OccupiedHost[]> {
    const [hosts, vms] = await Promise.all([listHosts(this.database), listHostedVms(this.database)]);
    const byHost = new Map<string, HostedVm[]>(hosts.map(({ id }) => [id, []]));
    for (const vm of vms) byHost.get(vm.hostId)?.push(vm);
    return hosts.map((host) => ({ host, vms: byHost.get(host.id) ?? [] }));
  }
}
