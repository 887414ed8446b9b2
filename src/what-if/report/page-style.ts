/**
 * The style of the report: serif for reading, sans-serif for figures and labels, all from the reader's own fonts.
 * Colours keep a contrast of 4.5 to 1 as text and 3 to 1 as marks, in both schemes, and stand beside a word wherever
 * they mean something. `--c0` to `--c7` are scenarios.
 */
const LIGHT = `
  --paper: #fcfbf8; --raised: #f5f2ea; --ink: #22262b; --soft: #5c6168; --hair: #ddd7ca; --link: #23598c;
  --good: #22683f; --warning: #6f4700; --warning-tint: #f8ecd2; --bar: #7d8b99; --track: #e9e4d8; --on-trouble: #ffffff;
  --hung: #5b1a3a; --memory-lost: #a02325; --degraded: #965800; --not-placed: #4d5b8c; --turned-away: #28737c; --not-asleep: #66727f;
  --c0: #1f5fa8; --c1: #c2410c; --c2: #1a7f5a; --c3: #8a3ea8; --c4: #946700; --c5: #0e7c9b; --c6: #b0305c; --c7: #5b6570;`;

const DARK = `
  --paper: #17191c; --raised: #1f2226; --ink: #e4e0d8; --soft: #a7a59e; --hair: #363a40; --link: #93bfe8;
  --good: #86cda0; --warning: #e6b963; --warning-tint: #37301d; --bar: #7f8b98; --track: #2a2e33; --on-trouble: #17191c;
  --hung: #d58bb4; --memory-lost: #f0847c; --degraded: #e6b055; --not-placed: #9fb0e8; --turned-away: #6cc3cc; --not-asleep: #9aa5b1;
  --c0: #7db4f0; --c1: #f29366; --c2: #6bcf9f; --c3: #cf97e6; --c4: #e0b94f; --c5: #63c8e0; --c6: #f08cb0; --c7: #aab3bd;`;

const TROUBLES = ['hung', 'memory-lost', 'degraded', 'not-placed', 'turned-away', 'not-asleep'];
const troubleColours = TROUBLES.map(
  (trouble) =>
    `.chip.${trouble} { background: var(--${trouble}); } .stack .${trouble} rect, .bar.${trouble} rect:last-child { fill: var(--${trouble}); }`,
).join('\n');
const scenarioColours = Array.from(
  { length: 8 },
  (_, at) => `.swatch.c${at} { background: var(--c${at}); }`,
).join('\n');

export const PAGE_STYLE = `
:root {
  color-scheme: light dark;${LIGHT}
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", "Source Serif 4", "Noto Serif", Georgia, serif;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) { :root {${DARK} } }
:root.on-paper {${LIGHT} --paper: #fff; --raised: #fff; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--serif); }
body > header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 2rem; }
body > header { padding-top: 3rem; }
footer { margin-top: 4rem; padding-bottom: 5rem; }
footer > section { border-top: 1px solid var(--hair); padding-top: 2.5rem; }
section { margin-top: 3.5rem; }
section.glance { margin-top: 2rem; }
h1, h2, h3 { line-height: 1.22; text-wrap: balance; font-weight: 600; }
h1 { max-width: 48rem; margin: 0.35rem 0 1rem; font-size: clamp(1.5rem, 3.4vw, 2.25rem); letter-spacing: -0.014em; }
h1.long { max-width: 54rem; font-size: clamp(1.1875rem, 2.2vw, 1.5rem); line-height: 1.3; letter-spacing: -0.006em; text-wrap: pretty; }
h2 { margin: 0 0 0.75rem; font-size: 1.4375rem; letter-spacing: -0.006em; }
h3 { margin: 2.25rem 0 0.75rem; font-size: 1.125rem; }
p { margin: 0 0 1rem; text-wrap: pretty; }
a { color: var(--link); text-underline-offset: 0.16em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.8125em; }
.kicker, .meta, table, caption, figcaption, .legend, .controls, .readout, .note, cite, dt, .warning { font-family: var(--sans); }
.kicker { margin: 0; color: var(--soft); font-size: 0.875rem; }
.answer { max-width: 48rem; margin-bottom: 1rem; font-size: 1.1875rem; line-height: 1.5; }
.intro, footer p, .words { max-width: 46rem; }
.meta { margin: 0; color: var(--soft); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.note { color: var(--soft); font-size: 0.8125rem; line-height: 1.4; }
.warning { padding: 0.6rem 0.9rem; border-left: 3px solid var(--warning); background: var(--warning-tint); font-size: 0.9375rem; }
.scroll { position: relative; overflow: auto; max-width: 100%; margin-bottom: 1.75rem; }
.scroll.long { max-height: 34rem; border-bottom: 1px solid var(--hair); }
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 0.875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; color: var(--soft); font-size: 0.875rem; text-align: left; }
th, td { padding: 0.5rem 1.1rem 0.5rem 0; text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0.2rem; }
thead th { border-bottom: 1px solid var(--ink); font-size: 0.8125rem; font-weight: 600; vertical-align: bottom; }
tbody tr + tr > * { border-top: 1px solid var(--hair); }
tbody th { min-width: 9rem; font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.long thead th { position: sticky; top: 0; background: var(--paper); }
.scenario { display: inline-flex; align-items: baseline; gap: 0.5rem; }
.scenario bdi { overflow-wrap: break-word; min-width: 0; }
.swatch { flex: none; display: inline-block; width: 0.75rem; height: 0.75rem; border-radius: 2px; background: var(--hair); }
${scenarioColours}
.chip { flex: none; display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.45rem; border-radius: 50%; }
${troubleColours}
svg { display: block; }
.bar { margin: 0.3rem 0 0.25rem; } .bar rect { fill: var(--bar); } .bar .track { fill: var(--track); }
.bar.saved rect:last-child { fill: var(--good); }
.figure { display: block; font-size: 1.375rem; line-height: 1.25; letter-spacing: -0.01em; white-space: nowrap; }
.figure.small { font-size: 1rem; letter-spacing: 0; }
.headline .note { display: block; }
.headline td { width: 12.5%; min-width: 8rem; padding-top: 0.7rem; padding-bottom: 0.7rem; }
.headline tbody th { min-width: 8rem; max-width: 14rem; padding-top: 0.95rem; font-size: 0.9375rem; }
.headline.many .figure { font-size: 1.0625rem; } .headline.many td { padding-top: 0.45rem; padding-bottom: 0.45rem; } .headline.many tbody th { padding-top: 0.5rem; font-size: 0.875rem; }
.headline.single .figure { font-size: 1.75rem; }
.is-best { font-weight: 600; color: var(--good); }
.best { margin-left: 0.15rem; font-size: 0.6875rem; font-weight: 600; letter-spacing: 0.03em; text-transform: uppercase; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0 0 1rem; padding: 0; list-style: none; font-size: 0.875rem; }
.bars td { vertical-align: middle; } .bars th { vertical-align: middle; }
.bars tbody th { width: 16%; min-width: 8rem; } .bars td:nth-child(2) { width: 64%; min-width: 12rem; }
.bars tbody tr + tr > * { border-top: 0; } .bars tbody > tr > * { padding-top: 0.3rem; padding-bottom: 0.3rem; }
.stack rect { stroke: var(--paper); stroke-width: 1; }
.stack text { fill: var(--on-trouble); font: 600 11.5px var(--sans); text-anchor: middle; pointer-events: none; }
.causes tbody th { width: 36%; min-width: 17rem; font-weight: 400; }
.causes .cause, .matrix .cause { display: flex; align-items: baseline; font-weight: 600; }
.causes .summary { display: block; font: 0.9375rem/1.45 var(--serif); }
.causes .note, .mornings .note { display: block; }
.causes.each td.number { min-width: 5.5rem; } .explained td:last-child { width: 24%; } .number .bar { max-width: 9rem; margin-left: auto; }
.rule { font: 0.8125rem var(--sans); white-space: nowrap; text-decoration-color: var(--hair); }
.command { display: block; min-width: 14rem; padding: 0.4rem 0.6rem; border-radius: 4px; background: var(--raised); font-size: 0.75rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
.command span { display: inline-block; max-width: 100%; }
pre.command { font-size: 0.8125rem; max-width: 46rem; margin: 0 0 1.25rem; }
.tabular { font-variant-numeric: tabular-nums; }
.controls.few { position: sticky; top: 0; z-index: 2; }
.controls { padding: 0.6rem 0 0.7rem; background: var(--paper); border-bottom: 1px solid var(--hair); font-size: 0.875rem; }
.choice { margin: 0; padding: 0; border: 0; }
.choice + .choice { margin-top: 0.6rem; }
.choice legend { padding: 0 0 0.3rem; color: var(--soft); font-size: 0.8125rem; }
.options { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; max-height: 9.4rem; overflow: auto; }
.options label { display: inline-flex; align-items: center; gap: 0.4rem; cursor: pointer; }
.options input { width: 1rem; height: 1rem; margin: 0; accent-color: var(--link); }
.choice[role="group"] { display: flex; flex-wrap: wrap; gap: 0.4rem; }
button { padding: 0.3rem 0.75rem; border: 1px solid var(--hair); border-radius: 1rem; background: transparent; color: var(--ink); font: 0.8125rem/1.4 var(--sans); cursor: pointer; font-variant-numeric: tabular-nums; }
button:hover { border-color: var(--soft); }
button[aria-pressed="true"] { border-color: var(--ink); background: var(--ink); color: var(--paper); }
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.4rem 2.5rem; margin-top: 1.25rem; }
.plot { margin: 0; min-width: 0; }
figcaption { margin-bottom: 0.4rem; font-size: 0.9375rem; }
figcaption .note { margin-left: 0.35rem; }
.canvas { min-height: 220px; }
.readout { display: flex; flex-wrap: wrap; gap: 0 1rem; min-height: 1.3rem; margin: 0.2rem 0 0; color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.readout b { color: var(--ink); font-weight: 600; }
.readout span { display: inline-flex; align-items: center; gap: 0.35rem; }
.u-select { background: var(--link); opacity: 0.14; } .u-hz .u-cursor-x, .u-vt .u-cursor-y { border-right-color: var(--soft); } .u-hz .u-cursor-y, .u-vt .u-cursor-x { border-bottom-color: var(--hair); }
.nights td, .counts td { white-space: nowrap; } .nights td, .nights th { padding-right: 0.9rem; }
.nights tbody th { min-width: 7.5rem; } .nights tr:has(.unseen) > * { border-top: 0; padding-top: 0; } .nights .day { display: block; font-weight: 400; }
.mornings td { min-width: 8.5rem; } .mornings tbody th { min-width: 8rem; }
.money td, .hosts td { min-width: 6.5rem; }
.matrix tbody th { min-width: 20rem; font-weight: 400; } .counts td, .matrix td { min-width: 6rem; }
.hash { overflow-wrap: anywhere; } .provenance td { min-width: 4rem; } .provenance td:last-child { min-width: 17rem; }
dl { margin: 0; } dd { margin: 0; }
.words > div { padding: 0.55rem 0; border-top: 1px solid var(--hair); scroll-margin-top: 1rem; }
.words > div:target { background: var(--raised); box-shadow: 0 0 0 0.5rem var(--raised); }
dt { font-size: 0.875rem; font-weight: 600; }
cite { display: block; color: var(--soft); font-size: 0.8125rem; font-style: normal; overflow-wrap: anywhere; }
@media (max-width: 60rem) { .plots { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  body > header, main, footer { padding-left: 1.25rem; padding-right: 1.25rem; }
  body > header { padding-top: 1.75rem; }
  section { margin-top: 2.75rem; }
  .answer { font-size: 1.0625rem; }
  .controls.few { position: static; }
  table.headline:not(.many) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.headline:not(.many), .headline:not(.many) caption, .headline:not(.many) tbody { display: block; }
  .headline:not(.many) tbody tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.9rem 1.25rem; padding: 1rem 0 1.2rem; border-top: 1px solid var(--hair); }
  .headline:not(.many) tbody th { grid-column: 1 / -1; max-width: none; padding: 0; font-size: 1.0625rem; }
  .headline:not(.many) tbody td { display: block; width: auto; min-width: 0; padding: 0; }
  .headline:not(.many) tbody tr > * { border-top: 0; }
  .headline:not(.many) td::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.8125rem; }
  .stack text.narrow { display: none; }
  caption { width: calc(100vw - 2.5rem); }
  .many tbody th, .nights tbody th, .counts tbody th, .money tbody th, .hosts tbody th, .mornings tbody th { position: sticky; left: 0; background: var(--paper); max-width: 8.5rem; min-width: 6.5rem; }
  .counts tbody th { overflow-wrap: anywhere; }
  .matrix tbody th { min-width: 14rem; }
  table.bars thead, table.causes thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.bars, table.causes, .bars caption, .causes caption, .bars tbody, .causes tbody { display: block; }
  .bars tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 0.9rem; padding: 0.35rem 0; }
  .bars tbody tr > * { min-width: 0; width: auto; padding: 0 0 0.25rem; }
  .bars tbody th { grid-column: 1; } .bars td:nth-child(2) { grid-column: 1 / -1; grid-row: 2; min-width: 0; width: auto; }
  .bars td:last-child { color: var(--soft); }
  .causes tbody tr { display: block; padding: 0.75rem 0; border-top: 1px solid var(--hair); }
  .causes tbody tr > * { display: block; width: auto; min-width: 0; padding: 0; border-top: 0; }
  .causes td { margin-top: 0.25rem; }
  .causes td.number { display: grid; grid-template-columns: 8.5rem 4rem minmax(0, 1fr); align-items: center; gap: 0 0.6rem; white-space: normal; }
  .causes td.number::before, .causes td:has(> b)::before { content: attr(data-label); color: var(--soft); text-align: left; overflow-wrap: anywhere; }
  .causes td:has(> b)::before { margin-right: 0.6rem; }
  .causes .number .bar { max-width: none; margin: 0; } .explained td:last-child { width: auto; }
  .causes .command { min-width: 0; margin-top: 0.5rem; }
}
@media print {
  :root {${LIGHT} --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --hair: #bbb; --link: #000; }
  html { font-size: 11.5px; }
  body > header, main, footer { max-width: none; padding: 0; }
  #plot-views, .readout, .options input { display: none; }
  .controls.few { position: static; border: 0; } .options { max-height: none; }
  .plots { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .uplot, .u-wrap { width: 100% !important; height: auto !important; } .uplot canvas { width: 100% !important; height: auto !important; } .u-over, .u-under { display: none; } .canvas { min-height: 0; }
  section { margin-top: 1.6rem; }
  .scroll, .scroll.long { overflow: visible; max-height: none; }
  .long thead th { position: static; }
  a { text-decoration: none; }
  tr, .plot, .words > div { break-inside: avoid; }
  thead, thead tr { break-after: avoid; }
  h2, h3, caption { break-after: avoid; }
  svg rect, .swatch, .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 1.4cm; size: a4 landscape; }
}
`;
