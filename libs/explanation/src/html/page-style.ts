/**
 * The style of the page. Serif for reading, sans-serif for labels and pictures, monospace for what machines say, all
 * from the reader's own fonts. One measure of about 70 characters. Colours keep a contrast of 4.5 to 1 at least, in
 * both schemes, and stand beside a mark or a word wherever they mean something.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --raised: #f5f2ea; --ink: #22262b; --soft: #5c6168; --hair: #ddd7ca;
  --link: #23598c; --good: #22683f; --notable: #855300; --bad: #a02325;
  --good-tint: #e3f0e6; --notable-tint: #f8ecd2; --bad-tint: #fae3e1;
  --bar: #8d9aa8; --bar-image: #4b7fae; --bar-platform: #c2bbab;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Source Serif 4", "Noto Serif", Georgia, serif;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --raised: #1f2226; --ink: #e4e0d8; --soft: #a7a59e; --hair: #363a40;
    --link: #93bfe8; --good: #86cda0; --notable: #e6b963; --bad: #f4938c;
    --good-tint: #1d3125; --notable-tint: #37301d; --bad-tint: #3d2223;
    --bar: #77818c; --bar-image: #6ea3d4; --bar-platform: #565b62;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 var(--serif); hanging-punctuation: first; }
main, footer { max-width: 42rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: clamp(2rem, 7vw, 5rem); }
footer { margin-top: 4rem; padding-bottom: 5rem; font-size: 0.9375rem; }
footer > section:first-child { border-top: 1px solid var(--hair); padding-top: 2.5rem; }
section { margin-top: 3.5rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; font-weight: 600; }
h1 { margin: 0.4rem 0 1.25rem; font-size: clamp(1.375rem, 4.4vw, 1.9375rem); letter-spacing: -0.012em; }
h2 { margin: 0 0 0.9rem; font-size: 1.375rem; }
h3 { margin: 0 0 0.25rem; font-size: 1.0625rem; }
p { margin: 0 0 1rem; text-wrap: pretty; }
ul, ol { margin: 0; padding-left: 1.1rem; }
li + li { margin-top: 0.45rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.8125em; }
pre code { font-size: inherit; }
q { quotes: "\\201c" "\\201d"; }
.kicker, .badge, dt, th, caption, figcaption, .note, .rule, cite, svg text, .outcome { font-family: var(--sans); }
.kicker { margin: 0; color: var(--soft); font-size: 0.875rem; }
.badge { display: inline-block; margin: 0 0 1.75rem; padding: 0.2rem 0.7rem; border-radius: 1rem; font-size: 0.875rem; font-weight: 600; }
.badge.good { color: var(--good); background: var(--good-tint); }
.badge.notable { color: var(--notable); background: var(--notable-tint); }
.badge.bad { color: var(--bad); background: var(--bad-tint); }
.good { color: var(--good); } .notable { color: var(--notable); } .bad { color: var(--bad); }
.note { color: var(--soft); font-size: 0.875rem; line-height: 1.45; }
.line { display: block; }
.line + .line { margin-top: 0.3rem; }
.rule { font-size: 0.8125rem; white-space: nowrap; text-decoration-color: var(--hair); font-variant-numeric: tabular-nums; }
.rules { display: inline; }
dl { margin: 0; }
dl > div { display: grid; align-items: baseline; grid-template-columns: 7rem minmax(0, 1fr); gap: 0 1rem; padding: 0.4rem 0; }
dt { color: var(--soft); font-size: 0.875rem; line-height: 1.7; }
dd { margin: 0; }
.facts { border-top: 1px solid var(--hair); border-bottom: 1px solid var(--hair); padding: 0.4rem 0; }
.facts .note { display: block; }
.stacked > div { border-top: 1px solid var(--hair); padding: 0.6rem 0; scroll-margin-top: 1rem; }
.stacked dt { color: var(--ink); font-weight: 600; }
.stacked > div:target { background: var(--raised); box-shadow: 0 0 0 0.5rem var(--raised); border-radius: 2px; }
cite { display: block; margin-top: 0.15rem; color: var(--soft); font-size: 0.8125rem; font-style: normal; line-height: 1.4; overflow-wrap: anywhere; }
figure { margin: 1.5rem 0; }
figcaption { margin-top: 0.6rem; color: var(--soft); font-size: 0.875rem; line-height: 1.45; }
.device { margin-top: 1.75rem; padding: 1rem 1.1rem 0.6rem; border: 1px solid var(--hair); border-left-width: 4px; border-radius: 4px; background: var(--raised); break-inside: avoid; }
.device > .note { margin: 0 0 0.4rem; }
.device.lost { border-left-color: var(--bad); }
.device.notable { border-left-color: var(--notable); }
.outcome { margin-left: 0.4rem; font-size: 0.875rem; }
.lost .outcome { color: var(--bad); }
.notable .outcome { color: var(--notable); }
.device.notable { color: var(--ink); }
table { width: 100%; margin-top: 2rem; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.45; }
caption { padding-bottom: 0.6rem; color: var(--soft); font-size: 0.875rem; text-align: left; }
th, td { padding: 0.55rem 0.9rem 0.55rem 0; text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--ink); font-size: 0.8125rem; font-weight: 600; }
tbody tr + tr > * { border-top: 1px solid var(--hair); }
tbody th { font-size: 0.875rem; font-weight: 600; }
tbody th .note { font-weight: 400; }
table .note { font-size: 0.8125rem; }
table .line + .line, table .guid + .line { margin-top: 0.1rem; }
tbody th::first-letter { text-transform: uppercase; }
.number { white-space: nowrap; font-family: var(--sans); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.guid { overflow-wrap: anywhere; }
h2 + table { margin-top: 0; }
.met .guid { white-space: nowrap; }
.met wbr { display: none; }
.met tbody th::first-letter, .pinned tbody th::first-letter { text-transform: none; }
dd .sentence::first-letter { text-transform: uppercase; }
.command { margin: 0.5rem 0 0.2rem; padding: 0.5rem 0.7rem; border-radius: 4px; background: var(--raised); font-size: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.command span { display: inline-block; max-width: 100%; }
.times { padding: 0; list-style: none; }
.times > li { position: relative; padding: 0 0 1.4rem 1.4rem; border-left: 2px solid var(--hair); margin: 0 0 0 0.35rem; }
.times > li + li { margin-top: 0; }
.times > li:last-child { padding-bottom: 0; }
.times > li::before { content: ""; position: absolute; left: -0.42rem; top: 0.35rem; width: 0.7rem; height: 0.7rem; border-radius: 50%; background: var(--paper); border: 2px solid var(--soft); }
.takeover { display: flex; align-items: center; gap: 0.8rem; margin: 1.25rem 0 0.5rem; font: 600 0.875rem/1.4 var(--sans); color: var(--soft); }
.takeover::before, .takeover::after { content: ""; flex: 1; border-top: 1px solid var(--hair); }
.log { margin: 0; padding: 0.8rem 1rem; border-radius: 4px; background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.55; }
.log > span { display: block; padding-left: 2rem; text-indent: -2rem; }
.log .level { color: var(--soft); }
.log .error, .log .error .level { color: var(--bad); }
.log .warning, .log .warning .level { color: var(--notable); }
svg { display: block; overflow: visible; }
svg text { fill: var(--ink); font-size: 13px; }
.timeline .where, .timeline .faint, .timeline .idle text { fill: var(--soft); }
.timeline .where { font-size: 11.5px; }
.timeline .took { text-anchor: end; font-size: 12px; font-variant-numeric: tabular-nums; }
svg .bad { fill: var(--bad); font-weight: 600; } svg .notable { fill: var(--notable); font-weight: 600; }
.rail { stroke: var(--hair); stroke-width: 1; }
.idle .rail { stroke-dasharray: 2 4; }
.bar { fill: var(--bar); } .bar.image { fill: var(--bar-image); } .bar.platform { fill: var(--bar-platform); }
.matching .heading { fill: var(--soft); font-size: 12px; }
.matching .end, .matching .missing { text-anchor: end; }
.box { fill: var(--raised); stroke: var(--hair); }
.box.orphan { fill: var(--bad-tint); stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 3; }
.box.stranger { fill: var(--notable-tint); stroke: var(--notable); stroke-width: 1.5; }
.loud .slot { font-weight: 600; }
.quiet .slot { fill: var(--soft); font-size: 12.5px; }
.matching .guid { font-family: var(--mono); font-size: 11px; fill: var(--soft); }
.link { stroke: var(--bar); stroke-width: 1.25; }
.link.broken { stroke: var(--bad); stroke-dasharray: 4 4; }
.sign { text-anchor: middle; font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
.matching .missing { fill: var(--bad); font-size: 12px; text-anchor: start; }
@media (max-width: 34rem) {
  body { font-size: 1rem; }
  dl > div { grid-template-columns: minmax(0, 1fr); padding: 0.45rem 0; }
  .facts dt, .device dt { line-height: 1.4; }
  .timeline .where { display: none; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; }
  caption { display: block; }
  tbody tr { padding: 0.7rem 0; border-top: 1px solid var(--hair); }
  tbody tr + tr > * { border-top: 0; }
  tbody th, td { padding: 0.1rem 0; }
  td[data-label]::before { content: attr(data-label); margin-right: 0.6rem; color: var(--soft); font: 0.8125rem/1.6 var(--sans); }
  td .line:first-child { display: inline; }
  .device dd .note { display: block; margin-top: -0.3rem; }
}
@media print {
  :root { --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --hair: #bbb; --link: #000; --good: #1c5733; --notable: #6d4400; --bad: #8c1b1d; --good-tint: #fff; --notable-tint: #fff; --bad-tint: #fff; }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  section { margin-top: 1.6rem; }
  a { text-decoration: none; }
  .badge { border: 1px solid currentColor; }
  .command, .log { border: 1px solid var(--hair); }
  figure, tr, .device, .times > li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  @page { margin: 2cm; }
}
`;
