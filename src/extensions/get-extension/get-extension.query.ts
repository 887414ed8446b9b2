import { Query } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { VmView } from '../../persistence/vm-view.repository.js';
import type { StoredExtension } from '../../persistence/extension.repository.js';

export interface ExtensionOfVm {
  readonly vm: VmView;
  readonly extension: StoredExtension;
}

export class GetExtensionQuery extends Query<ExtensionOfVm> {
  constructor(
    readonly vm: VmName,
    readonly name: string,
  ) {
    super();
  }
}
