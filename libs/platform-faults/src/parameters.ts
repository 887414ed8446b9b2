/** What can be said about a fault beside its kind. */
export const FAULT_PARAMETERS = {
  retryAfterSeconds: {
    takes: 'number',
    lowest: 1,
    highest: 3_600,
    preset: 5,
    summary: 'When the client is told to ask again, s.',
  },
  delayMs: {
    takes: 'number',
    lowest: 1,
    highest: 604_800_000,
    preset: 60_000,
    summary: 'How much longer the operation takes, ms of emulated time.',
  },
  step: { takes: 'text', summary: 'The step at which it strikes, as the operation names it.' },
  moment: {
    takes: 'choice',
    choices: ['before', 'after'],
    preset: 'before',
    summary: 'Whether it strikes before or after the effect of the step, or of the request.',
  },
  status: {
    takes: 'choice',
    choices: ['404', '500', '503'],
    preset: '404',
    summary: 'The HTTP status that polls get.',
  },
  polls: { takes: 'number', lowest: 1, highest: 10_000, preset: 3, summary: 'How many polls are lost.' },
  message: { takes: 'text', summary: 'What the message says, in place of the name of the fault.' },
  slot: { takes: 'text', summary: 'The device or disk, such as `nic 0`.' },
  value: { takes: 'value', summary: 'The number or text that the kind asks for.' },
} as const satisfies Readonly<Record<string, FaultParameter>>;

export type ParameterName = keyof typeof FAULT_PARAMETERS;

export interface FaultParameter {
  readonly takes: 'number' | 'text' | 'choice' | 'value';
  readonly lowest?: number;
  readonly highest?: number;
  readonly choices?: readonly string[];
  /** Taken when nothing is said. */
  readonly preset?: number | string;
  readonly summary: string;
}

/** Parameters of one armed fault; absent ones have their preset. */
export interface FaultParameters {
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
  readonly step?: string;
  readonly moment?: 'before' | 'after';
  readonly status?: '404' | '500' | '503';
  readonly polls?: number;
  readonly message?: string;
  readonly slot?: string;
  readonly value?: string | number;
}
