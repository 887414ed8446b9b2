import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { ExtensionSpec } from '../../persistence/extension.repository.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { ExtensionDocument } from '../extension-document.js';

export interface ExtensionWrite {
  /** `put` makes an extension that is not there; `patch` only changes one, and leaves what it does not name. */
  readonly kind: 'put' | 'patch';
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly spec: Partial<ExtensionSpec>;
}

export interface WrittenExtension {
  readonly isNew: boolean;
  readonly document: ExtensionDocument;
  readonly operation: AcceptedOperation;
}

/** Installs an extension in a running VM, or changes it and runs it once more (AZURE-49). */
export class WriteExtensionCommand extends Command<WrittenExtension> {
  constructor(
    readonly vm: VmName,
    readonly name: string,
    readonly write: ExtensionWrite,
  ) {
    super();
  }
}
