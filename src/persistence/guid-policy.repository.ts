import type { GuidPolicy } from '#libs/guid-policy';
import { row, rows, touched, type Sql } from './sql.js';

/** A policy document without its name, which is the key of its row. */
export type PolicyDocument = Omit<GuidPolicy, 'name'>;

export interface StoredPolicy {
  readonly name: string;
  /** 1, 2, 3, ...: counts the changes of the document. */
  readonly version: number;
  readonly isBuiltIn: boolean;
  /** In force for every VM that names no policy of its own. */
  readonly isActive: boolean;
  readonly document: PolicyDocument;
}

/** Key of the setting that names the policy of the server; its value is a JSON string. */
const POLICY_SETTING = 'policy';

const SELECT = `
  select name, version, is_built_in as "isBuiltIn", document,
         coalesce(name = (select value #>> '{}' from emulator_setting where key = '${POLICY_SETTING}'), false)
           as "isActive"
    from guid_policy`;

/** A policy by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findPolicy(sql: Sql, name: string, lock = false): Promise<StoredPolicy | undefined> {
  return row<StoredPolicy>(sql, `${SELECT} where lower(name) = lower($1) ${lock ? 'for update' : ''}`, [
    name,
  ]);
}

export async function listPolicies(sql: Sql): Promise<readonly StoredPolicy[]> {
  return rows<StoredPolicy>(sql, `${SELECT} order by lower(name)`);
}

export interface NewPolicy {
  readonly name: string;
  readonly isBuiltIn: boolean;
  readonly document: PolicyDocument;
}

/** False when the name is taken, in whatever letter case. */
export async function insertPolicy(sql: Sql, { name, isBuiltIn, document }: NewPolicy): Promise<boolean> {
  const made = await touched(
    sql,
    `insert into guid_policy (name, version, is_built_in, document) values ($1, 1, $2, $3)
     on conflict do nothing returning 1`,
    [name, isBuiltIn, JSON.stringify(document)],
  );
  return made === 1;
}

/** A document that says the same as before keeps its version. */
export async function replacePolicy(sql: Sql, { name, isBuiltIn, document }: NewPolicy): Promise<void> {
  await sql.query(
    `update guid_policy
        set version = case when document = $3::jsonb then version else version + 1 end,
            document = $3::jsonb, is_built_in = $2
      where lower(name) = lower($1)`,
    [name, isBuiltIn, JSON.stringify(document)],
  );
}

export async function deletePolicy(sql: Sql, name: string): Promise<void> {
  await sql.query('delete from guid_policy where name = $1', [name]);
}

/** Names of some VMs that have this policy set for themselves. */
export async function vmsUnderPolicy(sql: Sql, name: string, limit: number): Promise<readonly string[]> {
  const found = await rows<{ name: string }>(
    sql,
    'select name from virtual_machine where policy_name = $1 order by name limit $2',
    [name, limit],
  );
  return found.map((vm) => vm.name);
}

export async function activatePolicy(sql: Sql, name: string): Promise<void> {
  await sql.query(
    `insert into emulator_setting (key, value) values ($1, to_jsonb($2::text))
     on conflict (key) do update set value = excluded.value`,
    [POLICY_SETTING, name],
  );
}

/** Puts a policy in force unless one is already. */
export async function activateFirstPolicy(sql: Sql, name: string): Promise<void> {
  await sql.query(
    `insert into emulator_setting (key, value) values ($1, to_jsonb($2::text)) on conflict (key) do nothing`,
    [POLICY_SETTING, name],
  );
}
