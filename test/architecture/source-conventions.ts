import ts from 'typescript';
import { isSpec, nodesOf, parse, placeOf, type SourceFile } from './source-files.js';

/** Words that say nothing about what a file provides. */
const EMPTY_WORDS = [
  'util',
  'utils',
  'utility',
  'utilities',
  'common',
  'helper',
  'helpers',
  'manager',
  'managers',
];
EMPTY_WORDS.push('shared', 'misc');
/** As a whole name these are as empty; as a part (`match-core`) they can mean something. */
const EMPTY_NAMES = [...EMPTY_WORDS, 'core', 'base'];

/** Clocks, chance and timers: passed into libs, never taken by them. */
const AMBIENT_MEMBERS = [
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
];
const AMBIENT_NAMES = ['randomUUID', 'setTimeout', 'setInterval', 'setImmediate'];

const TEST_FUNCTIONS = ['it', 'test', 'describe', 'suite', 'bench'];
const TEST_EXCEPTIONS = ['only', 'skip', 'todo'];

/** Paths in which a file or folder has a name that is banned, or not kebab-case. */
export function badNames(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => path.split('/').some(isBadName));
}

function isBadName(name: string): boolean {
  const [stem = ''] = name.replace(/^\./, '').split('.');
  if (!/^(?:[a-z0-9]+(?:-[a-z0-9]+)*|__[a-z-]+__)$/.test(stem)) return true;
  return EMPTY_NAMES.includes(stem) || stem.split('-').some((word) => EMPTY_WORDS.includes(word));
}

/** Places where a file reads a clock, draws chance or sets a timer. */
export function ambientEffects(file: SourceFile): readonly string[] {
  return findings(file, (node) => {
    if (ts.isPropertyAccessExpression(node)) return AMBIENT_MEMBERS.find((member) => member === dotted(node));
    if (ts.isNewExpression(node) && dotted(node.expression) === 'Date') return 'new Date';
    if (ts.isIdentifier(node) && AMBIENT_NAMES.includes(node.text)) return node.text;
    return undefined;
  });
}

/** Places where a file exports without a name. */
export function defaultExports(file: SourceFile): readonly string[] {
  return findings(file, (node) => {
    if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) return 'export default';
    if (ts.isExportSpecifier(node) && node.name.text === 'default') return 'export as default';
    return undefined;
  });
}

/** Places where a spec leaves tests out, or leaves all others out. */
export function testExceptions(file: SourceFile): readonly string[] {
  if (!isSpec(file)) return [];
  return findings(file, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !TEST_EXCEPTIONS.includes(node.name.text)) return undefined;
    const [root = ''] = dotted(node).split('.');
    return TEST_FUNCTIONS.includes(root) ? dotted(node) : undefined;
  });
}

/** Files with more lines than `limit`, with their length. */
export function longFiles(files: readonly SourceFile[], limit: number): readonly string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > limit)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

function findings(file: SourceFile, judge: (node: ts.Node) => string | undefined): readonly string[] {
  const found: string[] = [];
  for (const node of nodesOf(parse(file))) {
    const verdict = judge(node);
    if (verdict !== undefined) found.push(`${placeOf(node)} ${verdict}`);
  }
  return found;
}

/** `a.b.c` of a chain of names; calls and indexes in between are passed over. */
function dotted(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return `${dotted(node.expression)}.${node.name.text}`;
  if (ts.isCallExpression(node)) return dotted(node.expression);
  return '';
}
