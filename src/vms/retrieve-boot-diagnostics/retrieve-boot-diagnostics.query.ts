import { Query } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** A VM whose boot diagnostics are enabled, and the secret that signs links to them. */
export interface BootDiagnostics {
  readonly vmId: string;
  readonly key: string;
}

export class RetrieveBootDiagnosticsQuery extends Query<BootDiagnostics> {
  constructor(readonly vm: VmName) {
    super();
  }
}
