import { Query } from '@nestjs/cqrs';

/** The serial log of a VM, for whoever has a link to it. */
export class GetSerialLogQuery extends Query<string> {
  constructor(
    readonly vmId: string,
    /** Seconds since the epoch. */
    readonly expiresAt: number,
    readonly signature: string,
  ) {
    super();
  }
}
