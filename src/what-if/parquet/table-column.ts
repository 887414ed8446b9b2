import type { SchemaElement } from 'hyparquet';

/** What Parquet calls the types that tables here are made of. `count`: whole numbers from 0 to 2^32 - 1. */
export const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  count: { type: 'INT32', converted_type: 'UINT_32' },
  integer: { type: 'INT64' },
  real: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
} as const satisfies Record<string, Partial<SchemaElement>>;
export type TableType = keyof typeof TYPES;

export interface TableColumn {
  readonly name: string;
  readonly type: TableType;
  readonly isNullable?: boolean;
}
