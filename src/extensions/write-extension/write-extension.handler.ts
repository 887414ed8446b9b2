import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { installExtensionPipeline } from '#libs/vm-operations';
import { RefusalError } from '../../errors/refusal-error.js';
import { BeginVmOperation, vmResourceId } from '../../operations/begin-vm-operation.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import {
  changeExtension,
  findExtension,
  insertExtension,
  type ExtensionSpec,
  type StoredExtension,
} from '../../persistence/extension.repository.js';
import type { SizeLookup, StoredVm } from '../../persistence/vm-facts.repository.js';
import { extensionDocument } from '../extension-document.js';
import { requireRunning, requireVm } from '../require-vm.js';
import {
  WriteExtensionCommand,
  type ExtensionWrite,
  type WrittenExtension,
} from './write-extension.command.js';

@CommandHandler(WriteExtensionCommand)
export class WriteExtensionHandler implements ICommandHandler<WriteExtensionCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /**
   * Throws `RefusalError` vm-not-found, vm-busy, extension-needs-running-vm, and property-immutable for another
   * publisher or type; extension-not-found for a patch.
   */
  async execute({ vm, name, write }: WriteExtensionCommand): Promise<WrittenExtension> {
    const written = await this.database.transaction(async (sql): Promise<WrittenExtension> => {
      const stored = await requireVm(sql, this.sizes, vm);
      const before = await findExtension(sql, stored.facts.vm.id, name);
      if (before === undefined && write.kind === 'patch') {
        throw new RefusalError(refusal('extension-not-found', `extension ${name} of VM ${vm.vmName}`));
      }
      requireRunning(stored);
      const after = await store(sql, stored, { name, before, write });
      const operation = await this.operations.beginIn(sql, {
        vm,
        pipeline: installExtensionPipeline,
        change: 'reapplying',
      });
      const { subscriptionId, groupName, facts } = stored;
      const vmId = vmResourceId({ subscriptionId, groupName, vmName: facts.vm.name });
      return { isNew: before === undefined, document: extensionDocument(vmId, after), operation };
    });
    this.relay.kick();
    return written;
  }
}

interface Storing {
  readonly name: string;
  readonly before: StoredExtension | undefined;
  readonly write: ExtensionWrite;
}

async function store(
  sql: EntityManager,
  { facts, location }: StoredVm,
  { name, before, write }: Storing,
): Promise<StoredExtension> {
  const vmId = facts.vm.id;
  const spec = { ...(write.kind === 'patch' ? before?.spec : {}), ...write.spec } as ExtensionSpec;
  if (before === undefined) {
    await insertExtension(sql, vmId, {
      name,
      location: write.location ?? location,
      tags: write.tags ?? {},
      spec,
    });
  } else {
    refuseAnother('publisher', before.spec.publisher, spec.publisher);
    refuseAnother('type', before.spec.type, spec.type);
    const tags = write.tags ?? (write.kind === 'patch' ? before.tags : {});
    await changeExtension(sql, before.id, { tags, spec });
  }
  const after = await findExtension(sql, vmId, name);
  if (after === undefined) throw new Error(`extension ${name} of VM ${vmId} vanished`);
  return after;
}

function refuseAnother(member: string, before: string, wanted: string): void {
  if (before.toLowerCase() === wanted.toLowerCase()) return;
  const target = `properties.${member}`;
  throw new RefusalError(refusal('property-immutable', `${target} is ${before}, not ${wanted}`, { target }));
}
