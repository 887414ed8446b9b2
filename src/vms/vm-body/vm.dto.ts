import { z } from 'zod';
import {
  armWord,
  LOCATION,
  notEmulated,
  READ_ONLY,
  READ_ONLY_ENVELOPE,
  resourceIdOf,
  SUB_RESOURCE,
  TAGS,
} from '../../requests/arm-schemas.js';
import { IDENTITY } from '../vm-identity.js';
import { OS_PROFILE } from './os-profile.dto.js';
import { STORAGE_PROFILE } from './storage-profile.dto.js';

/*
 * The published VM model (version 2026-03-01 and before), member by member; storage and OS profile have files of
 * their own.
 *
 * | members                                                     | what becomes of them                           |
 * | ----------------------------------------------------------- | ---------------------------------------------- |
 * | location, tags, hardwareProfile.vmSize                      | used                                           |
 * | additionalCapabilities.hibernationEnabled                   | used                                           |
 * | networkProfile.networkInterfaces                            | used: the VM has these NICs, primary first     |
 * | priority, availabilitySet, host, hostGroup,                 | used: rule hibernation out; nothing is evicted,|
 * | capacityReservation, securityProfile.securityType           | spread, reserved or measured                   |
 * | networkProfile.networkInterfaceConfigurations,              | refused: NICs are made beforehand, scale sets  |
 * | virtualMachineScaleSet                                      | are not emulated                               |
 * | userData                                                    | kept, and shown to those who ask for it        |
 * | identity                                                    | used: the VM gets principals of its own        |
 * | id, etag, provisioningState, vmId, instanceView, resources, | answers only; taken and dropped                |
 * | timeCreated, managedBy                                      |                                                |
 * | diagnosticsProfile, evictionPolicy, deleteOption            | used: serial log, simulated eviction, deletion |
 * | zones, plan, licenseType, billingProfile, and all else      | kept and shown, without any effect             |
 */

/** Longest user data: 64 KiB in base64. Unit: characters. */
const MAX_USER_DATA = 87_384;

const SHOWN = z.unknown().optional();
const LOOSE = z.looseObject({}).optional();

const NETWORK_PROFILE = z.strictObject({
  networkInterfaces: z
    .array(
      z.strictObject({
        id: resourceIdOf('Microsoft.Network', 'networkInterfaces'),
        properties: z
          .strictObject({
            primary: z.boolean().optional(),
            deleteOption: armWord('Delete', 'Detach').optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  networkApiVersion: z.string().optional(),
  networkInterfaceConfigurations: notEmulated(
    'make the network interface first and name it in networkInterfaces',
  ),
  interconnectGroupProfile: LOOSE,
});

const ADDITIONAL_CAPABILITIES = z.strictObject({
  hibernationEnabled: z.boolean().optional(),
  ultraSSDEnabled: z.boolean().optional(),
  enableFips1403Encryption: z.boolean().optional(),
});

const SECURITY_PROFILE = z.strictObject({
  securityType: armWord('Standard', 'TrustedLaunch', 'ConfidentialVM').optional(),
  uefiSettings: z
    .strictObject({ secureBootEnabled: z.boolean().optional(), vTpmEnabled: z.boolean().optional() })
    .optional(),
  encryptionAtHost: z.boolean().optional(),
  encryptionIdentity: LOOSE,
  proxyAgentSettings: LOOSE,
});

const PROPERTIES = z.strictObject({
  hardwareProfile: z
    .strictObject({ vmSize: z.string().min(1).optional(), vmSizeProperties: LOOSE })
    .optional(),
  storageProfile: STORAGE_PROFILE.optional(),
  osProfile: OS_PROFILE.optional(),
  networkProfile: NETWORK_PROFILE.optional(),
  additionalCapabilities: ADDITIONAL_CAPABILITIES.optional(),
  securityProfile: SECURITY_PROFILE.optional(),
  priority: armWord('Regular', 'Low', 'Spot').optional(),
  evictionPolicy: armWord('Deallocate', 'Delete').optional(),
  availabilitySet: SUB_RESOURCE.optional(),
  host: SUB_RESOURCE.optional(),
  hostGroup: SUB_RESOURCE.optional(),
  capacityReservation: z.strictObject({ capacityReservationGroup: SUB_RESOURCE.optional() }).optional(),
  proximityPlacementGroup: SUB_RESOURCE.optional(),
  virtualMachineScaleSet: notEmulated('a VM stands alone here'),
  diagnosticsProfile: LOOSE,
  billingProfile: LOOSE,
  licenseType: z.string().optional(),
  extensionsTimeBudget: z.string().optional(),
  platformFaultDomain: z.int().optional(),
  scheduledEventsPolicy: LOOSE,
  scheduledEventsProfile: LOOSE,
  applicationProfile: LOOSE,
  interconnectBlockProfile: LOOSE,
  resiliencyProfile: LOOSE,
  userData: z.string().max(MAX_USER_DATA).optional(),
  provisioningState: READ_ONLY,
  instanceView: READ_ONLY,
  vmId: READ_ONLY,
  timeCreated: READ_ONLY,
});
export type VmPropertiesBody = z.output<typeof PROPERTIES>;

const CHANGEABLE = {
  tags: TAGS.optional(),
  zones: z.array(z.string()).optional(),
  identity: IDENTITY.optional(),
  plan: z
    .strictObject({
      name: z.string().optional(),
      publisher: z.string().optional(),
      product: z.string().optional(),
      promotionCode: z.string().optional(),
    })
    .optional(),
  properties: PROPERTIES.optional(),
} as const;

export const VM_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  ...CHANGEABLE,
  location: LOCATION,
  extendedLocation: SHOWN,
  placement: LOOSE,
  managedBy: READ_ONLY,
  resources: READ_ONLY,
});
export type VmBody = z.output<typeof VM_BODY>;

export const VM_UPDATE_BODY = z.strictObject(CHANGEABLE);
export type VmUpdateBody = z.output<typeof VM_UPDATE_BODY>;
