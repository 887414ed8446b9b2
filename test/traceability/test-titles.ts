import ts from 'typescript';
import { nodesOf, parse, type SourceFile } from '../architecture/source-files.js';
import { leadingRuleIds } from './rule-mentions.js';

const TEST_FUNCTIONS = ['it', 'test'];
/** A title that begins with a value of its row: `$rule`, `%s`. */
const TITLE_FROM_ROW = /^(?:\$|%[sj])/;

/**
 * Ids that titles of tests in a spec start with. A title is read as it is written; where it begins with a value
 * of its row (`it.each(CASES)('$rule ...')`), the ids are the texts in the table, which has to be in the same file.
 */
export function testedRuleIds(file: SourceFile): readonly string[] {
  const tree = parse(file);
  const found = new Set<string>();
  for (const node of nodesOf(tree)) {
    if (!ts.isCallExpression(node) || !TEST_FUNCTIONS.includes(rootName(node.expression))) continue;
    const title = textOf(node.arguments[0]);
    if (title === undefined) continue;
    const ids = TITLE_FROM_ROW.test(title) ? rowIds(node.expression, tree) : leadingRuleIds(title);
    for (const id of ids) found.add(id);
  }
  return [...found];
}

function rowIds(callee: ts.Expression, tree: ts.SourceFile): readonly string[] {
  const table = ts.isCallExpression(callee) ? callee.arguments[0] : undefined;
  if (table === undefined) return [];
  const rows = ts.isIdentifier(table) ? declarationOf(table.text, tree) : table;
  return rows === undefined ? [] : nodesOf(rows).flatMap((node) => leadingRuleIds(textOf(node) ?? ''));
}

function declarationOf(name: string, tree: ts.SourceFile): ts.Expression | undefined {
  for (const node of nodesOf(tree)) {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name)
      return node.initializer;
  }
  return undefined;
}

/** The text of a literal; of a template, the part before its first value. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text : undefined;
}

/** `it` of `it`, `it.each(table)` and `it.each(table).concurrent`. */
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression);
  return '';
}
