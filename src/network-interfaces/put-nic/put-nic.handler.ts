import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { networkEtag } from '../../networks/network-document.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { openGroup } from '../../persistence/group.repository.js';
import {
  findNic,
  insertNic,
  isMacTaken,
  writeNic,
  type NicRow,
} from '../../persistence/network-interface.repository.js';
import { lockPart, type PartOwner } from '../../persistence/part-owner.repository.js';
import { listPublicAddressesOfNic } from '../../persistence/public-address.repository.js';
import type { SizeLookup } from '../../persistence/vm-facts.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { accelerationRefusal } from '../acceleration-refusal.js';
import { assignAddresses } from '../assign-addresses.js';
import { drawMac } from '../draw-mac.js';
import { nicChangeRefusal } from '../nic-changes.js';
import { formatMac, nicId } from '../nic-document.js';
import { resolveNicReferences, writeNicReferences, type ResolvedNic } from '../nic-references.js';
import { ipConfigurationsRefusal, type WantedNic } from '../wanted-nic.js';
import { PutNicCommand, type PutNicResult } from './put-nic.command.js';

@CommandHandler(PutNicCommand)
export class PutNicHandler implements ICommandHandler<PutNicCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ name, wanted, precondition }: PutNicCommand): Promise<PutNicResult> {
    return this.database.transaction(async (sql) => {
      const group = await openGroup(sql, name);
      throwIfRefused(ipConfigurationsRefusal(wanted));
      const locked = await lockPart(sql, 'network_interface', name);
      const before = locked === undefined ? undefined : await findNic(sql, name);
      throwIfRefused(preconditionRefusal(precondition, before && networkEtag(before)));
      const resolved = await resolveNicReferences(sql, wanted, before?.id);
      if (before === undefined) {
        const id = await make(sql, { ...name, groupName: group.name }, group.id, resolved.wanted);
        await assignAddresses(sql, id, resolved.wanted);
        await writeNicReferences(sql, id, resolved, { before: [] });
      } else {
        await this.change(sql, before, resolved, locked?.owner);
      }
      return { isNew: before === undefined, nic: await requireNic(sql, name) };
    });
  }

  private async change(
    sql: EntityManager,
    before: NicRow,
    resolved: ResolvedNic,
    owner: PartOwner | undefined,
  ): Promise<void> {
    const { wanted } = resolved;
    throwIfRefused(nicChangeRefusal(before, wanted, owner));
    throwIfRefused(this.sizeRefusal({ ...wanted, name: before.name }, owner));
    const addressesBefore = await listPublicAddressesOfNic(sql, before.id);
    await writeNic(sql, before.id, wanted);
    await assignAddresses(sql, before.id, wanted, before.ipConfigurations);
    await writeNicReferences(sql, before.id, resolved, {
      before: addressesBefore,
      ...(owner === undefined ? {} : { vmId: owner.vmId }),
    });
  }

  private sizeRefusal(nic: Pick<NicRow, 'name' | 'isAccelerated'>, owner: PartOwner | undefined) {
    return owner && accelerationRefusal(this.sizes.sizeFacts(owner.size), [nic]);
  }
}

async function make(sql: EntityManager, name: ArmName, groupId: string, wanted: WantedNic): Promise<string> {
  const mac = await macFor(sql, name, wanted.mac);
  const id = await insertNic(sql, { ...wanted, groupId, name: name.name, mac });
  if (id === undefined) {
    throw new RefusalError(
      refusal('generation-conflict', `NIC ${name.name}, or its MAC, was taken at the same time`),
    );
  }
  return id;
}

/** Throws mac-taken. */
async function macFor(sql: EntityManager, name: ArmName, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (!(await isMacTaken(sql, given))) return given;
    throw new RefusalError(refusal('mac-taken', formatMac(given), { target: 'properties.macAddress' }));
  }
  for (let attempt = 0; ; attempt++) {
    const drawn = drawMac(nicId(name), attempt);
    if (!(await isMacTaken(sql, drawn))) return drawn;
  }
}

async function requireNic(sql: EntityManager, name: ArmName): Promise<NicRow> {
  const nic = await findNic(sql, name);
  if (nic === undefined) throw new Error(`NIC ${name.name} vanished in its own transaction`);
  return nic;
}
