import { guid, type Guid } from './guid.js';

/**
 * Azure's instance GUID for a synthetic NIC: the six bytes of its MAC repeated until sixteen are filled (R4),
 * so MAC 00-0d-3a-03-16-46 gives `000d3a03-1646-000d-3a03-1646000d3a03`. Takes twelve hex digits in either
 * case, plain or in pairs joined by `-` or `:`. Throws `TypeError` for anything else.
 */
export function nicInstanceGuid(mac: string): Guid {
  const hex = macDigits(mac);
  if (hex === undefined) throw new TypeError(`not a MAC address: ${JSON.stringify(mac)}`);
  const bytes = (hex + hex + hex).slice(0, 32);
  return guid(
    [bytes.slice(0, 8), bytes.slice(8, 12), bytes.slice(12, 16), bytes.slice(16, 20), bytes.slice(20)].join(
      '-',
    ),
  );
}

/** A MAC as twelve lower-case hex digits; `undefined` when the text is not one. */
export function macDigits(text: string): string | undefined {
  const match = /^([0-9a-f]{2})([-:]?)([0-9a-f]{2})(?:\2[0-9a-f]{2}){4}$/.exec(text.toLowerCase());
  return match === null ? undefined : match[0].replaceAll(/[-:]/g, '');
}

/**
 * The PCI domain that hv_pci asks for: bytes 4 and 5 of the instance GUID, which are its second group read as
 * one hexadecimal number (R4; drivers/pci/controller/pci-hyperv.c, hv_pci_probe). Linux takes another number
 * when it is 0 or in use already.
 */
export function pciDomainOf(instanceGuid: Guid): number {
  return Number.parseInt(instanceGuid.slice(9, 13), 16);
}

/**
 * Name that udev gives to the network interface of a VF: `enP61128s1` for PCI domain 61128 in slot 1. A VF with
 * a new instance GUID therefore comes back under a new name.
 */
export function vfInterfaceName(instanceGuid: Guid, pciSlot: number): string {
  return `enP${pciDomainOf(instanceGuid)}s${pciSlot}`;
}
