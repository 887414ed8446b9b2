/**
 * What draws the curves, run by the browser and not by Node: plain JavaScript with types in comments, which a spec
 * checks. It reads the numbers from the page, and colours from the page's style. Nothing here makes markup of texts.
 */
export const PLOT_SCRIPT = String.raw`'use strict';
(() => {
  const COLOURS = 8;
  const MINUTE = 60000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  /** @type {{ stepMs: number, scenarios: { name: string, columns: Record<string, number[]> }[] }} */
  const run = JSON.parse(document.getElementById('run-data')?.textContent ?? '');
  const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('#plot-scenarios input')]);
  const buttons = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('#plot-views button')]);
  const canvases = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.canvas')]);
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const rows = Math.max(...run.scenarios.map(({ columns }) => columns.running.length));
  const times = Array.from({ length: rows }, (_, row) => row * run.stepMs);
  const whole = { min: 0, max: Math.max(run.stepMs, rows * run.stepMs) };
  const wholeSteps = [1, 2, 5, ...[1, 2, 3, 4, 5, 6, 7].flatMap((power) => [1, 2, 2.5, 5].map((each) => each * 10 ** power))];
  let view = whole;
  /** Slot of the palette per drawn scenario. @type {Map<number, number>} */
  const slots = new Map();
  /** @type {{ plot: any, host: HTMLElement, keys: { name: string, at: number, isBeside: boolean }[] }[]} */
  let plots = [];

  /** @param {number} ms */
  const clock = (ms) => {
    const minutes = Math.floor((ms % DAY) / MINUTE);
    return String(Math.floor(minutes / 60)).padStart(2, '0') + ':' + String(minutes % 60).padStart(2, '0');
  };
  /** @param {number} value */
  const grouped = (value) => String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  /** @param {number} value */
  const compact = (value) => {
    if (value >= 1e6) return Number((value / 1e6).toPrecision(3)) + ' M';
    return value >= 1e4 ? Number((value / 1e3).toPrecision(3)) + ' k' : String(Number(value.toPrecision(3)));
  };
  /** @param {number} ms */
  const duration = (ms) => {
    if (ms < MINUTE) return Number((ms / 1000).toFixed(1)) + ' s';
    const seconds = Math.round(ms / 1000);
    if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + String(seconds % 60).padStart(2, '0') + ' s';
    const minutes = Math.round(seconds / 60);
    return Math.floor(minutes / 60) + ' h ' + String(minutes % 60).padStart(2, '0') + ' min';
  };
  /** @param {number} ms */
  const shortDuration = (ms) => {
    if (ms === 0) return '0';
    if (ms < MINUTE) return Number((ms / 1000).toFixed(1)) + ' s';
    return ms < HOUR ? Number((ms / MINUTE).toFixed(1)) + ' min' : Number((ms / HOUR).toFixed(1)) + ' h';
  };

  /** @param {string} name */
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isDrawn = () => [...slots].sort(([one], [other]) => one - other);

  /** A share of the palette for what is chosen; what stays chosen keeps its colour. */
  const assign = () => {
    const chosen = boxes.length === 0 ? [0] : boxes.filter((box) => box.checked).map((box) => Number(box.value));
    for (const at of [...slots.keys()]) if (!chosen.includes(at)) slots.delete(at);
    for (const at of chosen) {
      if (slots.has(at)) continue;
      const used = [...slots.values()];
      const preferred = run.scenarios.length <= COLOURS ? at : 0;
      for (let step = 0; step < COLOURS; step++) {
        const slot = (preferred + step) % COLOURS;
        if (used.includes(slot)) continue;
        slots.set(at, slot);
        break;
      }
    }
    for (const box of boxes) {
      const slot = slots.get(Number(box.value));
      const swatch = box.nextElementSibling;
      if (swatch) swatch.className = slot === undefined ? 'swatch' : 'swatch c' + slot;
      box.disabled = !box.checked && slots.size >= COLOURS;
    }
  };

  /** @param {number[]} values @param {string} unit @param {string} column */
  const drawn = (values, unit, column) => {
    if (unit === 'per-minute') return values.map((value) => value / (run.stepMs / MINUTE));
    return column.startsWith('ready') ? values.map((value) => (value === 0 ? null : value)) : values;
  };

  /** A point with nothing on either side has no line, and needs a dot. @param {any} plot @param {number} index */
  const lonely = (plot, index) => {
    const values = plot.data[index];
    const [from, to] = plot.series[0].idxs;
    const found = [];
    for (let row = from; row <= to; row++) {
      if (values[row] != null && values[row - 1] == null && values[row + 1] == null) found.push(row);
    }
    return found;
  };

  /** @param {HTMLElement} host */
  const build = (host) => {
    const { column = '', beside = '', unit = 'count', span = 'view' } = host.dataset;
    const keys = isDrawn().flatMap(([at, slot]) =>
      [column, beside].filter((name) => name !== '').map((name) => ({ at, slot, name, isBeside: name === beside })),
    );
    const axisText = colour('--soft');
    const grid = colour('--hair');
    const text = unit === 'duration' ? shortDuration : compact;
    const axis = { stroke: axisText, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    const options = {
      width: Math.max(200, host.clientWidth),
      height: 220,
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'torpor-' + span, setSeries: false }, drag: { x: true, y: false }, points: { size: 7 } },
      scales: {
        x: { time: false },
        y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, most > 0 ? most * 1.06 : 1] },
      },
      axes: [
        {
          ...axis,
          space: 58,
          incrs: [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY],
          values: (/** @type {any} */ _, /** @type {number[]} */ splits) =>
            splits.map((at) => (at % DAY === 0 ? 'day ' + at / DAY : clock(at))),
          size: 28,
        },
        {
          ...axis,
          size: 58,
          space: 36,
          ...(unit === 'duration' ? { incrs: [1000, 5000, 10000, 15000, 30000, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, DAY] } : unit === 'count' ? { incrs: wholeSteps } : {}),
          values: (/** @type {any} */ _, /** @type {number[]} */ splits) => splits.map(text),
        },
      ],
      series: [
        {},
        ...keys.map(({ slot, isBeside }) => ({
          stroke: colour('--c' + slot),
          width: isBeside ? 1.25 : 1.75,
          dash: isBeside ? [2, 4] : undefined,
          points: { show: true, size: 4, fill: colour('--c' + slot), filter: lonely },
        })),
      ],
      hooks: { setCursor: [(/** @type {any} */ plot) => read(plot, host, keys, unit)], setScale: [(/** @type {any} */ plot, /** @type {string} */ key) => follow(plot, key, span)] },
    };
    const data = [times, ...keys.map(({ at, name }) => padded(drawn(run.scenarios[at].columns[name], unit, name)))];
    host.replaceChildren();
    // @ts-expect-error: defined by the script before this one.
    const plot = new uPlot(options, data, host);
    if (span === 'view') plot.setScale('x', view);
    else plot.setScale('x', whole);
    return { plot, host, keys };
  };

  /** Scenarios may end on different days. @param {(number | null)[]} values */
  const padded = (values) => (values.length === rows ? values : [...values, ...new Array(rows - values.length).fill(null)]);

  /** The values under the pointer, in words. @param {any} plot @param {HTMLElement} host @param {any[]} keys @param {string} unit */
  const read = (plot, host, keys, unit) => {
    const target = host.parentElement?.querySelector('.readout');
    if (!target) return;
    const row = plot.cursor.idx;
    if (row == null || plot.cursor.left < 0) return void target.replaceChildren();
    const at = document.createElement('b');
    at.textContent = 'day ' + Math.floor(times[row] / DAY) + ', ' + clock(times[row]);
    const said = (/** @type {number} */ index) => {
      const value = plot.data[index + 1][row];
      return value == null ? '–' : unit === 'duration' ? duration(value) : grouped(value);
    };
    const parts = keys.flatMap(({ slot, isBeside }, index) => {
      if (isBeside) return [];
      const part = document.createElement('span');
      const swatch = document.createElement('span');
      swatch.className = 'swatch c' + slot;
      part.append(swatch, keys[index + 1]?.isBeside ? said(index) + ' / ' + said(index + 1) : said(index));
      return [part];
    });
    target.replaceChildren(at, ...parts);
  };

  let isFollowing = false;
  /** All plots of a group look at the same time. @param {any} plot @param {string} key @param {string} span */
  const follow = (plot, key, span) => {
    if (key !== 'x' || span !== 'view' || isFollowing || plots.length === 0) return;
    const { min: first, max: last } = plot.scales.x;
    const isWhole = first <= 0 && last >= times[rows - 1];
    const { min, max } = isWhole ? whole : { min: first, max: last };
    if (min === view.min && max === view.max) return;
    view = { min, max };
    show();
  };

  const show = () => {
    isFollowing = true;
    for (const { plot, host } of plots) if (host.dataset.span === 'view') plot.setScale('x', view);
    isFollowing = false;
    for (const button of buttons) {
      const isShown = Number(button.dataset.from) === view.min && Number(button.dataset.to) === view.max;
      button.setAttribute('aria-pressed', String(isShown));
    }
  };

  const draw = () => {
    for (const { plot } of plots) plot.destroy();
    plots = [];
    plots = canvases.map(build);
    show();
  };

  /** Arrows move the pointer for who has none. @param {KeyboardEvent} event */
  const onKey = (event) => {
    const found = plots.find(({ host }) => host === event.currentTarget);
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!found || step === 0) return;
    event.preventDefault();
    const { plot } = found;
    const [from, to] = plot.series[0].idxs;
    const pace = Math.max(1, Math.round((to - from) / 120));
    const row = Math.min(to, Math.max(from, (plot.cursor.idx ?? from) + step * pace));
    plot.setCursor({ left: plot.valToPos(times[row], 'x'), top: plot.over.clientHeight / 2 });
  };

  for (const host of canvases) {
    host.addEventListener('keydown', onKey);
    host.addEventListener('focus', () => host.parentElement?.querySelector('.readout')?.setAttribute('aria-live', 'polite'));
    host.addEventListener('blur', () => host.parentElement?.querySelector('.readout')?.removeAttribute('aria-live'));
  }
  for (const box of boxes) box.addEventListener('change', () => { assign(); draw(); });
  for (const button of buttons) {
    if (button.getAttribute('aria-pressed') === 'true') view = { min: Number(button.dataset.from), max: Number(button.dataset.to) };
    button.addEventListener('click', () => {
      view = { min: Number(button.dataset.from), max: Number(button.dataset.to) };
      show();
    });
  }
  darkness.addEventListener('change', draw);
  addEventListener('beforeprint', () => { document.documentElement.classList.add('on-paper'); draw(); });
  addEventListener('afterprint', () => { document.documentElement.classList.remove('on-paper'); draw(); });
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    for (const { plot, host } of plots) plot.setSize({ width: Math.max(200, host.clientWidth), height: 220 });
  });
  assign();
  draw();
})();
`;
