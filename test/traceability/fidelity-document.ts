import { RULE_IDS, RULES, type Rule } from '#libs/kernel-rules';

/** `docs/fidelity.md` with its tables filled in from the catalogue; the text around them is written by hand. */
export function fidelityDocument(written: string): string {
  return withBlock(withBlock(written, 'differences', differences()), 'assumptions', assumptions());
}

function differences(): readonly string[] {
  const rows = catalogue()
    .filter(({ yieldsTo }) => yieldsTo.length > 0)
    .map(({ id, statement, yieldsTo }) => {
      const code = yieldsTo.map((winner) => `${RULES[winner].statement} (${winner})`).join(' ');
      return `| ${statement} (${id}) | ${code} |`;
    });
  return ['| the document | the code |', '| --- | --- |', ...rows];
}

function assumptions(): readonly string[] {
  const rows = catalogue()
    .filter(({ kind }) => kind === 'assumption')
    .map(({ id, statement }) => `| ${id} | ${statement} |`);
  return ['| id | what is assumed, and why |', '| --- | --- |', ...rows];
}

function catalogue(): readonly Rule[] {
  return RULE_IDS.map((id) => RULES[id]);
}

/** Puts lines between the markers of a block. Throws when the text has no such block. */
function withBlock(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`no block ${name}`);
  return `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`;
}
