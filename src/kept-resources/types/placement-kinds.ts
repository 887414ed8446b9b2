import { z } from 'zod';
import { armWord, READ_ONLY, SUB_RESOURCE } from '../../requests/arm-schemas.js';
import { withChildren } from '../child-references.js';
import { keptDocument } from '../kept-document.js';
import type { KeptKind } from '../kept-kind.js';
import { keptBody, keptPatch, SHOWN, SKU, ZONES } from '../kept-schemas.js';
import { refuseWhileReferred, withReferringVms } from '../vm-references.js';

/*
 * Resources by which Azure decides where VMs go. Here placement knows hosts, clusters and capacity alone: these
 * are kept and shown, VMs may refer to them, and that rules hibernation out where Azure says so (AZURE-10 to
 * AZURE-12). What they ask for of placement has no effect, which the warning header says.
 */

const MAX_UPDATE_DOMAINS = 20;
const MAX_FAULT_DOMAINS = 3;

const AVAILABILITY_SET_PROPERTIES = z.strictObject({
  platformUpdateDomainCount: z.int().min(1).max(MAX_UPDATE_DOMAINS).optional(),
  platformFaultDomainCount: z.int().min(1).max(MAX_FAULT_DOMAINS).optional(),
  proximityPlacementGroup: SUB_RESOURCE.optional(),
  scheduledEventsPolicy: SHOWN,
  virtualMachines: READ_ONLY,
  statuses: READ_ONLY,
  virtualMachineScaleSetMigrationInfo: READ_ONLY,
});
const AVAILABILITY_SET_ENVELOPE = { sku: SKU.optional() };

export const AVAILABILITY_SET: KeptKind = {
  type: 'Microsoft.Compute/availabilitySets',
  title: 'availability set',
  nameKinds: ['availabilitySet'],
  body: keptBody(AVAILABILITY_SET_PROPERTIES, AVAILABILITY_SET_ENVELOPE),
  patch: keptPatch(AVAILABILITY_SET_PROPERTIES, AVAILABILITY_SET_ENVELOPE),
  answer: 'always-200',
  isListedInSubscription: true,
  readOnly: ['virtualMachines', 'statuses', 'virtualMachineScaleSetMigrationInfo'],
  ignored: [
    'properties.platformFaultDomainCount',
    'properties.platformUpdateDomainCount',
    'properties.proximityPlacementGroup',
    'properties.scheduledEventsPolicy',
  ],
  does: 'it is kept and shown with the VMs that refer to it, which cannot hibernate; nothing is spread over fault domains',
  prepare: (_sql, { wanted }) => ({
    ...wanted,
    envelope: { ...wanted.envelope, sku: wanted.envelope['sku'] ?? { name: 'Classic' } },
    // Source of the defaults: the published model.
    properties: { platformUpdateDomainCount: 5, platformFaultDomainCount: 3, ...wanted.properties },
  }),
  deleting: (sql, kept) => refuseWhileReferred(sql, 'availability set', kept, 'availabilitySet'),
  documents: (sql, kept) =>
    withReferringVms(sql, AVAILABILITY_SET, kept, { member: 'availabilitySet', shownAs: 'virtualMachines' }),
};

const PROXIMITY_PROPERTIES = z.strictObject({
  proximityPlacementGroupType: armWord('Standard', 'Ultra').optional(),
  intent: z.strictObject({ vmSizes: z.array(z.string()).optional() }).optional(),
  colocationStatus: SHOWN,
  virtualMachines: READ_ONLY,
  virtualMachineScaleSets: READ_ONLY,
  availabilitySets: READ_ONLY,
});

export const PROXIMITY_PLACEMENT_GROUP: KeptKind = {
  type: 'Microsoft.Compute/proximityPlacementGroups',
  title: 'proximity placement group',
  nameKinds: ['computeResource'],
  body: keptBody(PROXIMITY_PROPERTIES, { zones: ZONES.optional() }),
  patch: keptPatch(z.strictObject({})),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: ['virtualMachines', 'virtualMachineScaleSets', 'availabilitySets'],
  ignored: [
    'zones',
    'properties.proximityPlacementGroupType',
    'properties.intent',
    'properties.colocationStatus',
  ],
  does: 'it is kept and shown with the VMs that refer to it; nothing is placed by it',
  prepare: (_sql, { wanted }) => ({
    ...wanted,
    properties: { proximityPlacementGroupType: 'Standard', ...wanted.properties },
  }),
  deleting: (sql, kept) =>
    refuseWhileReferred(sql, 'proximity placement group', kept, 'proximityPlacementGroup'),
  documents: (sql, kept) =>
    withReferringVms(sql, PROXIMITY_PLACEMENT_GROUP, kept, {
      member: 'proximityPlacementGroup',
      shownAs: 'virtualMachines',
    }),
};

const RESERVATION_GROUP_PROPERTIES = z.strictObject({
  sharingProfile: SHOWN,
  reservationType: SHOWN,
  capacityReservations: READ_ONLY,
  virtualMachinesAssociated: READ_ONLY,
  instanceView: READ_ONLY,
});

export const CAPACITY_RESERVATION_GROUP: KeptKind = {
  type: 'Microsoft.Compute/capacityReservationGroups',
  title: 'capacity reservation group',
  nameKinds: ['computeResource'],
  body: keptBody(RESERVATION_GROUP_PROPERTIES, { zones: ZONES.optional() }),
  patch: keptPatch(RESERVATION_GROUP_PROPERTIES),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: ['capacityReservations', 'virtualMachinesAssociated', 'instanceView'],
  ignored: ['zones', 'properties.sharingProfile', 'properties.reservationType'],
  does: 'it is kept and shown with its reservations and the VMs that refer to it, which cannot hibernate; no capacity is set aside',
  deleting: (sql, kept) =>
    refuseWhileReferred(sql, 'capacity reservation group', kept, 'capacityReservationGroup'),
  documents: async (sql, kept) => {
    const documents = await withReferringVms(sql, CAPACITY_RESERVATION_GROUP, kept, {
      member: 'capacityReservationGroup',
      shownAs: 'virtualMachinesAssociated',
    });
    return withChildren(sql, CAPACITY_RESERVATION, kept, documents, 'capacityReservations');
  },
};

const RESERVATION_PROPERTIES = z.strictObject({
  scheduleProfile: SHOWN,
  reservationId: READ_ONLY,
  platformFaultDomainCount: READ_ONLY,
  virtualMachinesAssociated: READ_ONLY,
  provisioningTime: READ_ONLY,
  provisioningState: READ_ONLY,
  instanceView: READ_ONLY,
  timeCreated: READ_ONLY,
});

export const CAPACITY_RESERVATION: KeptKind = {
  type: 'Microsoft.Compute/capacityReservationGroups/capacityReservations',
  title: 'capacity reservation',
  nameKinds: ['computeResource', 'computeResource'],
  body: keptBody(RESERVATION_PROPERTIES, { sku: SKU, zones: ZONES.optional() }),
  patch: keptPatch(RESERVATION_PROPERTIES, { sku: SKU }),
  answer: 'at-once',
  isListedInSubscription: false,
  readOnly: [
    'reservationId',
    'platformFaultDomainCount',
    'virtualMachinesAssociated',
    'provisioningTime',
    'provisioningState',
    'instanceView',
    'timeCreated',
  ],
  ignored: ['zones', 'sku.capacity', 'properties.scheduleProfile'],
  does: 'it is kept and shown in its group; no capacity is set aside',
};

const HOST_GROUP_PROPERTIES = z.strictObject({
  platformFaultDomainCount: z.int().min(1),
  supportAutomaticPlacement: z.boolean().optional(),
  additionalCapabilities: SHOWN,
  hosts: READ_ONLY,
  instanceView: READ_ONLY,
});

export const HOST_GROUP: KeptKind = {
  type: 'Microsoft.Compute/hostGroups',
  title: 'host group',
  nameKinds: ['computeResource'],
  body: keptBody(HOST_GROUP_PROPERTIES, { zones: ZONES.optional() }),
  patch: keptPatch(HOST_GROUP_PROPERTIES, { zones: ZONES }),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: ['hosts', 'instanceView'],
  ignored: [
    'zones',
    'properties.platformFaultDomainCount',
    'properties.supportAutomaticPlacement',
    'properties.additionalCapabilities',
  ],
  does: 'it is kept and shown with its hosts; VMs that refer to it cannot hibernate, and nothing is placed by it',
  deleting: (sql, kept) => refuseWhileReferred(sql, 'host group', kept, 'hostGroup'),
  documents: (sql, kept) =>
    withChildren(
      sql,
      DEDICATED_HOST,
      kept,
      kept.map((one) => keptDocument(HOST_GROUP, one, {})),
      'hosts',
    ),
};

const HOST_PROPERTIES = z.strictObject({
  platformFaultDomain: z.int().min(0).optional(),
  autoReplaceOnFailure: z.boolean().optional(),
  licenseType: SHOWN,
  hostId: READ_ONLY,
  virtualMachines: READ_ONLY,
  provisioningTime: READ_ONLY,
  provisioningState: READ_ONLY,
  instanceView: READ_ONLY,
  timeCreated: READ_ONLY,
});

/** Hosts that a customer has to himself; the hosts of the emulator are another thing. */
export const DEDICATED_HOST: KeptKind = {
  type: 'Microsoft.Compute/hostGroups/hosts',
  title: 'dedicated host',
  nameKinds: ['computeResource', 'computeResource'],
  body: keptBody(HOST_PROPERTIES, { sku: SKU }),
  patch: keptPatch(HOST_PROPERTIES, { sku: SKU }),
  answer: 'at-once',
  isListedInSubscription: false,
  readOnly: [
    'hostId',
    'virtualMachines',
    'provisioningTime',
    'provisioningState',
    'instanceView',
    'timeCreated',
  ],
  ignored: [
    'sku',
    'properties.platformFaultDomain',
    'properties.autoReplaceOnFailure',
    'properties.licenseType',
  ],
  does: 'it is kept and shown in its group with the VMs that refer to it, which cannot hibernate; no VM is placed on it',
  deleting: (sql, kept) => refuseWhileReferred(sql, 'dedicated host', kept, 'host'),
  documents: (sql, kept) =>
    withReferringVms(sql, DEDICATED_HOST, kept, {
      member: 'host',
      shownAs: 'virtualMachines',
      shown: { provisioningState: 'Succeeded' },
    }),
};
