/** Something that tests need and not every machine has. */
interface Need {
  /** What is tested, for the report. */
  readonly what: string;
  readonly isHere: boolean;
  /** Why it cannot run without. */
  readonly without: string;
  /** Whether continuous integration must have it: there the tests are registered regardless, and fail for want of it. */
  readonly isRequiredInCi: boolean;
}

/** Registers tests when what they need is here; says in words that they were not run otherwise. */
export function registerIfPossible(need: Need, register: () => void): void {
  if (need.isHere || (need.isRequiredInCi && Boolean(process.env['CI']))) register();
  else process.stderr.write(`${need.what}: NOT RUN (${need.without})\n`);
}
