import type { VmBody, VmUpdateBody } from './vm-body/vm.dto.js';

/** Members that change something in Azure and are only kept and shown here. */
const WITHOUT_EFFECT = [
  'zones',
  'plan',
  'extendedLocation',
  'placement',
  'properties.hardwareProfile.vmSizeProperties',
  'properties.storageProfile.diskControllerType',
  'properties.storageProfile.osDisk.writeAcceleratorEnabled',
  'properties.storageProfile.osDisk.encryptionSettings',
  'properties.storageProfile.osDisk.diffDiskSettings',
  'properties.osProfile.customData',
  'properties.osProfile.secrets',
  'properties.osProfile.linuxConfiguration.patchSettings',
  'properties.osProfile.windowsConfiguration.patchSettings',
  'properties.osProfile.windowsConfiguration.winRM',
  'properties.osProfile.windowsConfiguration.additionalUnattendContent',
  'properties.networkProfile.interconnectGroupProfile',
  'properties.additionalCapabilities.ultraSSDEnabled',
  'properties.additionalCapabilities.enableFips1403Encryption',
  'properties.securityProfile',
  'properties.availabilitySet',
  'properties.host',
  'properties.hostGroup',
  'properties.capacityReservation',
  'properties.proximityPlacementGroup',
  'properties.billingProfile',
  'properties.licenseType',
  'properties.extensionsTimeBudget',
  'properties.platformFaultDomain',
  'properties.scheduledEventsPolicy',
  'properties.scheduledEventsProfile',
  'properties.applicationProfile',
  'properties.interconnectBlockProfile',
  'properties.resiliencyProfile',
] as const;

/** The members of a body that have no effect here, by dotted path (TORPOR-22). */
export function ignoredVmMembers(body: VmBody | VmUpdateBody): readonly string[] {
  return WITHOUT_EFFECT.filter((path) => hasEffectElsewhere(memberAt(body, path)));
}

/** An empty list, an empty object and `false` ask for nothing. */
function hasEffectElsewhere(value: unknown): boolean {
  if (value === undefined || value === false) return false;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}

function memberAt(body: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      body,
    );
}
