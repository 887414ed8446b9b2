import { createHash } from 'node:crypto';
import { answerSentences } from './answer.js';
import { appendixSection } from './appendix-section.js';
import { causeSection } from './cause-section.js';
import { causeTallies } from './causes.js';
import { figuresOf } from './figures.js';
import { headlineSection, sizeText } from './headline-section.js';
import { html, Markup, maybe } from '#libs/explanation';
import { embeddedJson } from './embedded-json.js';
import { hostSection, moneySection } from './money-section.js';
import { nightSection } from './night-section.js';
import { PAGE_STYLE } from './page-style.js';
import { plotData } from './plot-data.js';
import { plotLibrary } from './plot-library.js';
import { PLOT_SCRIPT } from './plot-script.js';
import { plotSections } from './plot-section.js';
import type { RunReport } from './run-report.js';

/** Titles with more characters are set smaller. */
const LONG_TITLE = 100;

/**
 * A run as one self-contained page: figures, causes, curves, tables; light and dark, fit to be printed. Nothing is
 * loaded from anywhere. The browser runs the two scripts and the style of this page and nothing else: the security
 * policy names them by hash. Equal runs give equal bytes. Throws where the plotting library is not installed.
 */
export function reportHtml(run: RunReport): string {
  const { name, question, version, scenarios } = run;
  const title = question ?? name;
  const library = plotLibrary();
  const style = `${library.style}\n${PAGE_STYLE}`;
  const scripts = [library.script, PLOT_SCRIPT];
  const tallies = causeTallies(scenarios);
  const data = plotData(scenarios);
  const body = html`<header>
      <p class="kicker">Fleet what-if${maybe(question, () => html`: <bdi>${name}</bdi>`)}</p>
      <h1 class="${title.length > LONG_TITLE ? 'long' : ''}">${title}</h1>
      <p class="answer">${answerSentences(run, scenarios.map(figuresOf), tallies).join(' ')}</p>
      <p class="meta">${sizeText(run)} · Torpor ${version}</p>
    </header>
    <main>
      ${headlineSection(run)} ${causeSection(scenarios, tallies)} ${plotSections(scenarios, data)}
      ${nightSection(scenarios)} ${moneySection(scenarios)} ${hostSection(scenarios)}
    </main>
    ${appendixSection(run, tallies)}`;
  const head = html`<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="Content-Security-Policy" content="${securityPolicy(scripts, style)}" />
    <title>${title}</title>`;
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n',
    compact(head).text,
    `\n<style>${style}</style>\n</head>\n<body>\n`,
    compact(body).text,
    `\n<script type="application/json" id="run-data">${embeddedJson(data)}</script>\n`,
    ...scripts.map((script) => `<script>${script}</script>\n`),
    '</body>\n</html>\n',
  ].join('');
}

/** What the page asks of a browser. Of the style attributes that a page can have, this one has none. */
function securityPolicy(scripts: readonly string[], style: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hash).join(' ')}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** Without the indentation of the sources; lines stay, and so does text that is set as it is. */
function compact({ text }: Markup): Markup {
  return new Markup(text.replace(/\n\s+/g, '\n'));
}
