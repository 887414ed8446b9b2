import { REFUSALS, type Refusal } from '#libs/refusal';
import type { RuleId } from '#libs/kernel-rules';
import { ERROR_TABLE } from '../errors/error-table.js';
import { refusalMessage } from '../errors/refusal-error.js';

/** `error` of Azure Resource Manager: in refused answers and in the status of failed operations (ARM-3). */
export interface ArmError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  readonly additionalInfo: readonly ArmErrorInfo[];
}

export interface ArmErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** Why, and what to do: the code, rule and remedy of the refusal behind an error (TORPOR-11). */
export interface ArmErrorInfo {
  readonly type: 'Torpor.Refusal';
  readonly info: { readonly code: string; readonly rule: RuleId; readonly remedy: string };
}

/** The error that shows a refusal. `code` replaces the one of the table where the protocol asks for it. */
export function armError(
  refused: Refusal,
  details: readonly Refusal[] = [],
  code: string = ERROR_TABLE[refused.code].armCode,
): ArmError {
  const { remedy } = REFUSALS[refused.code];
  return {
    code,
    message: refusalMessage(refused) + others(details.length),
    ...(refused.target === undefined ? {} : { target: refused.target }),
    ...(details.length === 0 ? {} : { details: details.map(errorDetail) }),
    additionalInfo: [{ type: 'Torpor.Refusal', info: { code: refused.code, rule: refused.rule, remedy } }],
  };
}

function errorDetail({ code, detail, target }: Refusal): ArmErrorDetail {
  // A document in a message stays one.
  const message = detail.endsWith('}') ? detail : `${detail}.`;
  const shown = { code: ERROR_TABLE[code].armCode, message };
  return target === undefined ? shown : { ...shown, target };
}

function others(count: number): string {
  return count > 1 ? ` There are ${count} faults; see the details.` : '';
}
