import type { Explanation } from '../explanation.js';
import { deviceSection } from './device-section.js';
import { pageHeader } from './header.js';
import { logSection } from './log-section.js';
import { html, Markup } from './markup.js';
import { assumptionSection, consequenceSection, preventionSection } from './outlook-sections.js';
import { PAGE_STYLE } from './page-style.js';
import { pinSection } from './pin-section.js';
import { referenceSection } from './reference-section.js';
import { storySection } from './story-section.js';

/** What the page asks of a browser: its own style, and nothing else from anywhere. */
export const PAGE_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** An explanation as one self-contained page: no script, nothing loaded, light and dark, fit to be printed. */
export function explanationPage(explanation: Explanation): string {
  const { vm, act } = explanation;
  const style = new Markup(PAGE_STYLE);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="${PAGE_SECURITY_POLICY}" />
        <title>${act === 'start' ? 'Start' : 'Hibernation'} of ${vm.name}, explained</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          ${pageHeader(explanation)} ${storySection(explanation)} ${deviceSection(explanation)}
          ${consequenceSection(explanation)} ${preventionSection(explanation)}
          ${assumptionSection(explanation)} ${logSection(explanation)} ${pinSection(explanation)}
        </main>
        ${referenceSection(explanation)}
      </body>
    </html> `.text;
}
