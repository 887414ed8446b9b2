import { randomUUID } from 'node:crypto';
import { row, touched, type Sql } from './sql.js';

/** What is kept of an extension to be shown again. Never its protected settings. */
export interface ExtensionSpec {
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion: string;
  readonly autoUpgradeMinorVersion?: boolean;
  readonly enableAutomaticUpgrade?: boolean;
  readonly forceUpdateTag?: string;
  readonly settings?: unknown;
  readonly suppressFailures?: boolean;
  readonly provisionAfterExtensions?: readonly string[];
}

export interface StoredExtension {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly spec: ExtensionSpec;
  readonly provisioningState: 'Creating' | 'Updating' | 'Succeeded' | 'Failed';
  /** Why it failed. */
  readonly message: string | null;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

/** When an extension of alias `x` last ran, as text. */
export const EXTENSION_CHANGED_AT = `to_char(x.changed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const COLUMNS = `x.id, x.name, x.location, x.tags, x.document as spec,
  x.provisioning_state as "provisioningState", x.message, ${EXTENSION_CHANGED_AT} as "changedAt"`;

export async function findExtension(
  sql: Sql,
  vmId: string,
  name: string,
): Promise<StoredExtension | undefined> {
  return row<StoredExtension>(
    sql,
    `select ${COLUMNS} from vm_extension x where x.vm_id = $1 and x.name_key = lower($2)`,
    [vmId, name],
  );
}

export type NewExtension = Pick<StoredExtension, 'name' | 'location' | 'tags' | 'spec'>;

/** The extension is yet to run. */
export async function insertExtension(sql: Sql, vmId: string, extension: NewExtension): Promise<void> {
  await sql.query(
    `insert into vm_extension (id, vm_id, name, name_key, location, tags, document, provisioning_state)
     values ($1, $2, $3, lower($3), $4, $5, $6, 'Creating')`,
    [
      randomUUID(),
      vmId,
      extension.name,
      extension.location,
      JSON.stringify(extension.tags),
      JSON.stringify(extension.spec),
    ],
  );
}

/** The extension is to run once more. */
export async function changeExtension(
  sql: Sql,
  id: string,
  { tags, spec }: Pick<StoredExtension, 'tags' | 'spec'>,
): Promise<void> {
  await sql.query(
    `update vm_extension set tags = $2, document = $3, provisioning_state = 'Updating', message = null,
            changed_at = now() where id = $1`,
    [id, JSON.stringify(tags), JSON.stringify(spec)],
  );
}

/** False when there was none of this name. */
export async function deleteExtension(sql: Sql, vmId: string, name: string): Promise<boolean> {
  const gone = await touched(
    sql,
    'delete from vm_extension where vm_id = $1 and name_key = lower($2) returning 1',
    [vmId, name],
  );
  return gone === 1;
}

/**
 * Gives a Windows VM that is enabled for hibernation its extension, as the platform does unasked. Changes nothing for
 * other VMs, or where there is one.
 */
export async function ensureWindowsHibernation(sql: Sql, vmId: string): Promise<void> {
  await sql.query(
    `insert into vm_extension (id, vm_id, name, name_key, location, tags, document, provisioning_state)
     select gen_random_uuid(), vm.id, $2, lower($2), vm.location, '{}',
            $3::jsonb || jsonb_build_object('forceUpdateTag', gen_random_uuid()), 'Creating'
       from virtual_machine vm join disk os on os.vm_id = vm.id and os.lun = -1
      where vm.id = $1 and vm.hibernation_enabled and os.properties ->> 'osType' = 'Windows'
     on conflict (vm_id, name_key) do nothing`,
    [vmId, WINDOWS_EXTENSION, JSON.stringify(WINDOWS_SPEC)],
  );
}

const WINDOWS_EXTENSION = 'AzureHibernateExtension';
const WINDOWS_SPEC: ExtensionSpec = {
  publisher: 'Microsoft.CPlat.Core',
  type: 'WindowsHibernateExtension',
  typeHandlerVersion: '1.0',
  autoUpgradeMinorVersion: true,
  enableAutomaticUpgrade: true,
  settings: { allowReboot: true },
};
