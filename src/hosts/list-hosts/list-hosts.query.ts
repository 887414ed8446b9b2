import { Query } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

/** Every host with the VMs on it, by name. */
export class ListHostsQuery extends Query<readonly OccupiedHost[]> {}
