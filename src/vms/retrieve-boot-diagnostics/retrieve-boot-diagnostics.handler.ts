import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findDiagnosticsKey } from '../../persistence/boot-diagnostics.repository.js';
import { RetrieveBootDiagnosticsQuery, type BootDiagnostics } from './retrieve-boot-diagnostics.query.js';

@QueryHandler(RetrieveBootDiagnosticsQuery)
export class RetrieveBootDiagnosticsHandler implements IQueryHandler<RetrieveBootDiagnosticsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` vm-not-found and boot-diagnostics-off. */
  async execute({ vm }: RetrieveBootDiagnosticsQuery): Promise<BootDiagnostics> {
    const found = await findDiagnosticsKey(this.database, vm);
    if (found === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
    if (!found.isEnabled) throw new RefusalError(refusal('boot-diagnostics-off', `VM ${vm.vmName}`));
    return found;
  }
}
