import { Query } from '@nestjs/cqrs';
import type { OccupiedHost } from '../host-document.js';

/** One host with the VMs on it. */
export class GetHostQuery extends Query<OccupiedHost> {
  constructor(readonly name: string) {
    super();
  }
}
