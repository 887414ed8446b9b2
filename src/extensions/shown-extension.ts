import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { StoredExtension } from '../persistence/extension.repository.js';
import type { VmView } from '../persistence/vm-view.repository.js';
import { extensionViewOf } from '../vms/instance-view.js';
import { extensionDocument, type ExtensionDocument } from './extension-document.js';

/** An extension of a VM, with its instance view where it is asked for. */
export function shownExtension(vm: VmView, extension: StoredExtension, withView: boolean): ExtensionDocument {
  const { subscriptionId, groupName, name: vmName } = vm;
  const document = extensionDocument(vmResourceId({ subscriptionId, groupName, vmName }), extension);
  if (!withView) return document;
  return {
    ...document,
    properties: { ...document.properties, instanceView: extensionViewOf(vm, extension) },
  };
}
