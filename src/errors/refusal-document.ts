import type { RuleId } from '#libs/kernel-rules';
import { REFUSALS, type Refusal, type RefusalCode } from '#libs/refusal';
import { ERROR_TABLE } from './error-table.js';
import { refusalMessage } from './refusal-error.js';

/** A refusal as part of a document: why an operation or one task of a job did not succeed. */
export interface RefusalDocument {
  readonly code: RefusalCode;
  readonly message: string;
  readonly rule: RuleId;
  readonly remedy: string;
  /** The code that clients of Azure Resource Manager know. */
  readonly armCode: string;
}

export function refusalDocument(refused: Refusal): RefusalDocument {
  return {
    code: refused.code,
    message: refusalMessage(refused),
    rule: refused.rule,
    remedy: REFUSALS[refused.code].remedy,
    armCode: ERROR_TABLE[refused.code].armCode,
  };
}
