import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findConsole } from '../../persistence/boot-diagnostics.repository.js';
import { isValidLink } from '../serial-log-link.js';
import { serialLog } from '../serial-log.js';
import { GetSerialLogQuery } from './get-serial-log.query.js';

@QueryHandler(GetSerialLogQuery)
export class GetSerialLogHandler implements IQueryHandler<GetSerialLogQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws forbidden for whatever is not a link of ours, whether there is such a VM or not. */
  async execute({ vmId, expiresAt, signature }: GetSerialLogQuery): Promise<string> {
    const found = await findConsole(this.database, vmId);
    const isValid = found !== undefined && isValidLink({ vmId, expiresAt }, signature, found.key, Date.now());
    if (!isValid) throw new RefusalError(refusal('forbidden', 'the link is none, or has expired'));
    return serialLog(found);
  }
}
