import { Controller, Inject, Patch, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { EmulationHeader } from '../../emulation/emulation-header.js';
import type { EmulationUpdate } from '../../emulation/emulation-update.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import { CATALOGUE } from '../../operations/tokens.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { VmView } from '../../persistence/vm-view.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { CreateVmCommand } from '../create-vm/create-vm.command.js';
import { IGNORED_OF_VM, IGNORED_OF_VM_UPDATE } from '../ignored-vm-members.js';
import { GetVmQuery } from '../get-vm/get-vm.query.js';
import { UpdateVmCommand } from '../update-vm/update-vm.command.js';
import { VM_BODY, VM_UPDATE_BODY, type VmBody, type VmUpdateBody } from '../vm-body/vm.dto.js';
import { vmEtag, vmResource, type VmResource } from '../vm-resource.js';
import { vmUpdateOf } from '../vm-update-of-body.js';
import { wantedVm } from '../wanted-vm.js';

const ACCEPTED = { provisioningState: 'Creating', revision: 1 } as const;

/** A PUT makes a VM that does not exist and changes one that does: two commands behind one route. PATCH changes. */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class WriteVmController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  @Covers({
    does: 'Makes a VM with its disks, places it on a host and boots its guest, or changes one; nobody can log in, passwords and custom data are dropped, and NICs to be made with it, scale sets and unmanaged disks are refused',
    ignores: IGNORED_OF_VM,
  })
  @Put(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  async put(
    @PathVm() name: VmName,
    @ArmBody(VM_BODY) body: VmBody,
    @RequestPrecondition() precondition: Precondition,
    @EmulationHeader() emulation: EmulationUpdate | undefined,
    @ArmReply() reply: FastifyReply,
  ): Promise<VmResource> {
    warnIgnored(reply, presentOf(IGNORED_OF_VM, body));
    const { kind, operation } = await this.createOrUpdate(name, body, precondition, emulation);
    const now = await this.queries.execute(new GetVmQuery(name));
    // A new VM is shown as it was accepted, however far its operation has come since.
    return answer(reply, kind, operation, kind === 'create' ? { ...now, ...ACCEPTED } : now);
  }

  @Covers({
    does: 'Changes what is named of a VM: tags, identity, size, data disks, NICs, capabilities; some only while it is off',
    ignores: IGNORED_OF_VM_UPDATE,
  })
  @Patch(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  async patch(
    @PathVm() name: VmName,
    @ArmBody(VM_UPDATE_BODY) body: VmUpdateBody,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<VmResource> {
    warnIgnored(reply, presentOf(IGNORED_OF_VM_UPDATE, body));
    const update = new UpdateVmCommand(name, vmUpdateOf(body, this.catalogue), precondition);
    const operation = await this.commands.execute(update);
    return answer(reply, 'update', operation, await this.queries.execute(new GetVmQuery(name)));
  }

  private async createOrUpdate(
    name: VmName,
    body: VmBody,
    precondition: Precondition,
    emulation: EmulationUpdate | undefined,
  ): Promise<Written> {
    const update = async (): Promise<Written> => {
      const command = new UpdateVmCommand(name, updateByPut(body, this.catalogue), precondition);
      return { kind: 'update', operation: await this.commands.execute(command) };
    };
    if (await this.exists(name)) return update();
    const wanted = wantedVm(body, this.catalogue, name.subscriptionId);
    const create = new CreateVmCommand(name, wanted, precondition, emulation);
    try {
      return { kind: 'create', operation: await this.commands.execute(create) };
    } catch (error) {
      // Somebody else has made it in between.
      if (!(error instanceof RefusalError) || error.refusal.code !== 'vm-name-taken') throw error;
      return update();
    }
  }

  private async exists(name: VmName): Promise<boolean> {
    try {
      await this.queries.execute(new GetVmQuery(name));
      return true;
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'vm-not-found') return false;
      throw error;
    }
  }
}

/** What a write has come to; without an operation there is nothing to wait for. */
interface Written {
  readonly kind: 'create' | 'update';
  readonly operation: AcceptedOperation | undefined;
}

function answer(
  reply: FastifyReply,
  kind: Written['kind'],
  operation: Written['operation'],
  vm: VmView,
): VmResource {
  if (operation === undefined) reply.code(200);
  else acceptVmOperation(reply, kind, operation);
  reply.header('ETag', vmEtag(vm));
  // However far the operation has come since, its caller is told to wait for it.
  const shown = operation !== undefined && kind === 'update' ? { ...vm, provisioningState: 'Updating' } : vm;
  return vmResource(shown);
}

/** A PUT says which tags the VM has; without any it has none. */
function updateByPut(body: VmBody, catalogue: Catalogue) {
  return { ...vmUpdateOf(body, catalogue), tags: body.tags ?? {} };
}
