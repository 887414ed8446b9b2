import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { resourceId } from '../arm/arm-id.js';
import { RefusalError } from '../errors/refusal-error.js';
import { keptDocument } from '../kept-resources/kept-document.js';
import type { KeptDocument, KeptKind } from '../kept-resources/kept-kind.js';
import { keptBody, keptPatch, SHOWN, ZONES } from '../kept-resources/kept-schemas.js';
import { formatAddress } from '../networks/ipv4.js';
import type { KeptRow } from '../persistence/kept-resource.repository.js';
import {
  findPublicAddressUser,
  listPublicAddressFacts,
  PUBLIC_ADDRESS_TYPE,
  type PublicAddressFacts,
} from '../persistence/public-address.repository.js';
import type { Sql } from '../persistence/sql.js';
import { armWord, READ_ONLY, SUB_RESOURCE } from '../requests/arm-schemas.js';
import { holdAddress } from './hold-address.js';
import { completePublicAddress } from './public-address-changes.js';

/*
 * Every member of the published model of public IP addresses.
 *
 * | members                                              | what becomes of them                                |
 * | ---------------------------------------------------- | --------------------------------------------------- |
 * | publicIPAllocationMethod, sku.name                   | used: when there is an address (AZURE-40)           |
 * | deleteOption                                         | used: whether it goes with its VM                   |
 * | ipAddress, ipConfiguration, resourceGuid, ...        | answers only; taken and dropped                     |
 * | everything else                                      | kept and shown, without any effect                  |
 */

/** Unit: minutes. Source: the published model; the least is also the default. */
const MIN_IDLE_MINUTES = 4;
const DEFAULT_IDLE_MINUTES = 4;
const MAX_IDLE_MINUTES = 30;

const COMPUTED = ['ipAddress', 'ipConfiguration', 'resourceGuid', 'provisioningState'];

const PROPERTIES = z.strictObject({
  publicIPAllocationMethod: armWord('Dynamic', 'Static').optional(),
  publicIPAddressVersion: armWord('IPv4').optional(),
  idleTimeoutInMinutes: z.int().min(MIN_IDLE_MINUTES).max(MAX_IDLE_MINUTES).optional(),
  dnsSettings: z
    .strictObject({
      domainNameLabel: z.string().optional(),
      domainNameLabelScope: z.string().optional(),
      fqdn: READ_ONLY,
      reverseFqdn: z.string().optional(),
    })
    .optional(),
  ddosSettings: SHOWN,
  ipTags: z.array(z.looseObject({})).optional(),
  publicIPPrefix: SUB_RESOURCE.optional(),
  servicePublicIPAddress: SHOWN,
  natGateway: SHOWN,
  migrationPhase: SHOWN,
  linkedPublicIPAddress: SHOWN,
  deleteOption: SHOWN,
  ipAddress: READ_ONLY,
  ipConfiguration: READ_ONLY,
  resourceGuid: READ_ONLY,
  provisioningState: READ_ONLY,
});

const ENVELOPE = {
  sku: z
    .strictObject({
      name: armWord('Basic', 'Standard', 'StandardV2').optional(),
      tier: armWord('Regional', 'Global').optional(),
    })
    .optional(),
  zones: ZONES.optional(),
  extendedLocation: SHOWN,
};

/** Public IP addresses. They are drawn from blocks that are never routed, so nobody can be reached by them. */
export const PUBLIC_ADDRESS: KeptKind = {
  type: PUBLIC_ADDRESS_TYPE,
  title: 'public address',
  nameKinds: ['publicIp'],
  body: keptBody(PROPERTIES, ENVELOPE),
  patch: keptPatch(z.strictObject({})),
  answer: 'network',
  isListedInSubscription: true,
  readOnly: COMPUTED,
  ignored: [
    'zones',
    'extendedLocation',
    'properties.dnsSettings',
    'properties.ddosSettings',
    'properties.ipTags',
    'properties.publicIPPrefix',
    'properties.servicePublicIPAddress',
    'properties.natGateway',
    'properties.linkedPublicIPAddress',
    'properties.migrationPhase',
  ],
  does: 'it gets an address that leads nowhere: a static one at once, a dynamic one while the VM that uses it is on a host',
  prepare: completePublicAddress,
  written: holdAddress,
  deleting: async (sql, { id, name }) => {
    const user = await findPublicAddressUser(sql, id);
    if (user === undefined) return;
    const detail = `network interface ${user} has public address ${name}`;
    throw new RefusalError(refusal('resource-in-use', detail));
  },
  documents: async (sql: Sql, addresses: readonly KeptRow[]) => {
    const facts = await listPublicAddressFacts(
      sql,
      addresses.map(({ id }) => id),
    );
    return addresses.map((address) => document(address, facts.get(address.id)));
  },
};

function document(kept: KeptRow, facts: PublicAddressFacts | undefined): KeptDocument {
  const { address = null, user = null } = facts ?? {};
  const { dnsSettings } = kept.properties;
  const properties = { ipTags: [], idleTimeoutInMinutes: DEFAULT_IDLE_MINUTES, ...kept.properties };
  return keptDocument(
    PUBLIC_ADDRESS,
    { ...kept, properties },
    {
      provisioningState: 'Succeeded',
      resourceGuid: kept.id,
      ...(address === null ? {} : { ipAddress: formatAddress(address) }),
      ...(dnsSettings === undefined ? {} : { dnsSettings: withName(dnsSettings, kept.location) }),
      ...(user === null ? {} : { ipConfiguration: { id: configurationId(user) } }),
    },
  );
}

/** The full name under which Azure would publish an address; nothing here answers for it. */
function withName(dnsSettings: unknown, location: string): unknown {
  const settings = dnsSettings as { readonly domainNameLabel?: string };
  const { domainNameLabel } = settings;
  if (domainNameLabel === undefined) return settings;
  return { ...settings, fqdn: `${domainNameLabel}.${location}.cloudapp.azure.com`.toLowerCase() };
}

function configurationId({
  subscriptionId,
  groupName,
  name,
  configurationName,
}: NonNullable<PublicAddressFacts['user']>) {
  return resourceId(
    { subscriptionId, resourceGroup: groupName },
    'Microsoft.Network/networkInterfaces/ipConfigurations',
    name,
    configurationName,
  );
}
