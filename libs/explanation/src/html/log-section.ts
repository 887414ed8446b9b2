import type { Explanation, LogSection } from '../explanation.js';
import { html, NOTHING, type Markup } from './markup.js';

/** The kernel log, as a console shows it. Levels are words: a colour alone would not tell them. */
export function logSection({ log }: Explanation): Markup {
  if (log.length === 0) return NOTHING;
  return html`<section aria-labelledby="log">
    <h2 id="log">What the console said</h2>
    <p>Seconds since the story began; the host’s own work in between takes no line.</p>
    ${log.map(part)}
  </section>`;
}

function part({ title, lines }: LogSection): Markup {
  return html`<h3 class="takeover">${title}</h3>
    <pre class="log">${lines.map(line)}</pre>`;
}

/** Ends its line itself: what is copied from the page keeps its lines. */
function line({ level, stamp, text }: LogSection['lines'][number]): Markup {
  const shown = html`<span class="level">${level.padEnd(7)}</span>`;
  return html`<span class="${level}">${shown} ${stamp} ${text}${'\n'}</span>`;
}
