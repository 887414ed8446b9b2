import { ARM } from './arm.js';
import { ASSUMPTIONS } from './assumptions.js';
import { AZURE } from './azure.js';
import { BACKGROUND } from './document/background.js';
import { CONSIDER } from './document/consider.js';
import { DEVICES } from './document/devices.js';
import { ENABLE } from './document/enable.js';
import { HIBERNATE } from './document/hibernate.js';
import { INITIATE } from './document/initiate.js';
import { KVP } from './document/kvp.js';
import { MOVE } from './document/move.js';
import { RESUME } from './document/resume.js';
import { UIO } from './document/uio.js';
import { VPCI } from './document/vpci.js';
import { SOURCE_BUS_RESUME } from './kernel-source/bus-resume.js';
import { SOURCE_DEVICES } from './kernel-source/devices.js';
import { SOURCE_DRIVERS } from './kernel-source/drivers.js';
import { SOURCE_IMAGE } from './kernel-source/image.js';
import { SOURCE_MATCHING } from './kernel-source/matching.js';
import { SOURCE_MESSAGES } from './kernel-source/messages.js';
import { SOURCE_PHASES } from './kernel-source/phases.js';
import { SOURCE_TRIGGER } from './kernel-source/trigger.js';
import { PRODUCT } from './product.js';
import type { RuleKind, RuleStatus, RuleTable } from './rule-table.js';

/** Every table, in the order of the document; sources, API and product follow. */
export const RULE_TABLES = [
  BACKGROUND,
  CONSIDER,
  ENABLE,
  INITIATE,
  DEVICES,
  HIBERNATE,
  RESUME,
  KVP,
  VPCI,
  UIO,
  MOVE,
  SOURCE_DEVICES,
  SOURCE_MESSAGES,
  SOURCE_PHASES,
  SOURCE_BUS_RESUME,
  SOURCE_MATCHING,
  SOURCE_DRIVERS,
  SOURCE_IMAGE,
  SOURCE_TRIGGER,
  AZURE,
  ARM,
  PRODUCT,
  ASSUMPTIONS,
] as const;

type IdsOf<Table> = Table extends RuleTable<infer Id> ? Id : never;

/** The id of a rule in the catalogue; a misspelt one does not compile. */
export type RuleId = IdsOf<(typeof RULE_TABLES)[number]>;

export interface Rule {
  readonly id: RuleId;
  readonly kind: RuleKind;
  /** Title of the document's section, the source files, or the API document. */
  readonly section: string;
  /** What is the case, in one or two sentences. */
  readonly statement: string;
  /** Up to six words of the document that find the place. Rules of the document only. */
  readonly phrase?: string;
  readonly status: RuleStatus;
  /** Rules of the sources that win where they contradict this one; the statement says how. */
  readonly yieldsTo: readonly RuleId[];
}

/** Ids in the order of the tables. */
export const RULE_IDS: readonly RuleId[] = RULE_TABLES.flatMap(
  (table) => Object.keys(table.rules) as RuleId[],
);

/** The catalogue: every rule by its id. */
export const RULES: Readonly<Record<RuleId, Rule>> = buildCatalogue();

/** The rule with this id. */
export function rule(id: RuleId): Rule {
  return RULES[id];
}

/** Whether a text from outside (a query, a stored row) is the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}

function buildCatalogue(): Record<RuleId, Rule> {
  const tables: readonly RuleTable<RuleId>[] =
    RULE_TABLES as readonly unknown[] as readonly RuleTable<RuleId>[];
  const entries = tables.flatMap(({ kind, section, rules }) =>
    Object.entries(rules).map(([key, entry]) => {
      const id = key as RuleId;
      return [
        id,
        { ...entry, id, kind, section, yieldsTo: (entry.yieldsTo ?? []) as readonly RuleId[] },
      ] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<RuleId, Rule>;
}
