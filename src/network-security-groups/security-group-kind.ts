import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { resourceId } from '../arm/arm-id.js';
import { RefusalError } from '../errors/refusal-error.js';
import { keptDocument } from '../kept-resources/kept-document.js';
import type { KeptDocument, KeptKind } from '../kept-resources/kept-kind.js';
import { keptBody, keptPatch } from '../kept-resources/kept-schemas.js';
import { subnetId } from '../networks/network-document.js';
import type { KeptContent, KeptRow } from '../persistence/kept-resource.repository.js';
import {
  findSecurityGroupUse,
  listSecurityGroupUsers,
  SECURITY_GROUP_TYPE,
  type SecurityGroupUsers,
} from '../persistence/security-group.repository.js';
import type { Sql } from '../persistence/sql.js';
import { READ_ONLY } from '../requests/arm-schemas.js';
import { throwIfRefused } from '../requests/throw-if-refused.js';
import { SECURITY_RULE, type SecurityRule } from './security-rule.dto.js';
import {
  defaultRuleDocuments,
  rulesOf,
  securityRuleDocument,
  securityRulesRefusal,
} from './security-rules.js';

const COMPUTED = [
  'defaultSecurityRules',
  'networkInterfaces',
  'subnets',
  'flowLogs',
  'resourceGuid',
  'provisioningState',
] as const;

const PROPERTIES = z.strictObject({
  securityRules: z.array(SECURITY_RULE).optional(),
  flushConnection: z.boolean().optional(),
  defaultSecurityRules: READ_ONLY,
  networkInterfaces: READ_ONLY,
  subnets: READ_ONLY,
  flowLogs: READ_ONLY,
  resourceGuid: READ_ONLY,
  provisioningState: READ_ONLY,
});

/** Network security groups with their rules. NICs and subnets refer to them; nothing is filtered. */
export const SECURITY_GROUP: KeptKind = {
  type: SECURITY_GROUP_TYPE,
  title: 'network security group',
  nameKinds: ['nsg'],
  body: keptBody(PROPERTIES),
  patch: keptPatch(z.strictObject({})),
  answer: 'network',
  isListedInSubscription: true,
  readOnly: COMPUTED,
  ignored: ['properties.securityRules', 'properties.flushConnection'],
  does: 'it is kept and shown with its rules, which are checked, and with the NICs and subnets that refer to it; nothing is filtered',
  prepare: (_sql, { wanted }): KeptContent => {
    const securityRules: readonly SecurityRule[] = rulesOf(wanted);
    throwIfRefused(securityRulesRefusal(securityRules));
    return { ...wanted, properties: { ...wanted.properties, securityRules } };
  },
  deleting: async (sql, { id, name }) => {
    const use = await findSecurityGroupUse(sql, id);
    if (use !== undefined) {
      throw new RefusalError(refusal('resource-in-use', `${use} has network security group ${name}`));
    }
  },
  documents: async (sql: Sql, groups: readonly KeptRow[]) => {
    const users = await listSecurityGroupUsers(
      sql,
      groups.map(({ id }) => id),
    );
    return groups.map((group) => document(group, users.get(group.id)));
  },
};

function document(group: KeptRow, users: SecurityGroupUsers | undefined): KeptDocument {
  const { nics = [], subnets = [] } = users ?? {};
  return keptDocument(SECURITY_GROUP, group, {
    provisioningState: 'Succeeded',
    resourceGuid: group.id,
    securityRules: rulesOf(group).map((rule) => securityRuleDocument(group, rule)),
    defaultSecurityRules: defaultRuleDocuments(group),
    ...(nics.length === 0 ? {} : { networkInterfaces: nics.map((nic) => ({ id: nicIdOf(nic) })) }),
    ...(subnets.length === 0
      ? {}
      : {
          subnets: subnets.map((subnet) => ({
            id: subnetId({ ...subnet, name: subnet.networkName }, subnet.name),
          })),
        }),
  });
}

function nicIdOf({ subscriptionId, groupName, name }: SecurityGroupUsers['nics'][number]): string {
  return resourceId(
    { subscriptionId, resourceGroup: groupName },
    'Microsoft.Network/networkInterfaces',
    name,
  );
}
