import type { ExplainedVm } from '../explanation-input.js';

/** Commands of Torpor that show a prevention at work, for one VM and ready to be typed. */
export class Commands {
  readonly #named: string;

  constructor({ name, resourceGroup }: ExplainedVm) {
    this.#named = `-g ${quoted(resourceGroup)} -n ${quoted(name)}`;
  }

  update(...options: readonly string[]): string {
    return `torpor vm update ${this.#named} ${options.join(' ')}`;
  }

  guest(field: string, value: string | number | boolean): string {
    return this.update(`--guest-override ${quoted(`${field}=${value}`)}`);
  }

  action(verb: 'hibernate' | 'restart' | 'start'): string {
    return `torpor vm ${verb} ${this.#named}`;
  }

  /** The three commands that pin what the VM needs (MOVE-13). */
  pin(): string {
    const file = 'pinned.yaml';
    return [
      `torpor vm pins ${this.#named} --policy-name pinned > ${file}`,
      `torpor policy create -f ${file}`,
      this.update('--policy pinned'),
    ].join('\n');
  }
}

/** One word of a shell, whatever is in it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
