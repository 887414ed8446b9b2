import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { replayScenario } from './replay-scenario.js';

function norm(v: any): any {
  if (v === undefined || v === null) return null;
  if (Array.isArray(v)) return v.length === 0 ? null : v.map(norm);
  if (typeof v === 'object') {
    const o: any = {};
    for (const k of Object.keys(v).sort()) {
      const n = norm(v[k]);
      if (n !== null && n !== false) o[k] = n;
    }
    return Object.keys(o).length ? o : null;
  }
  return v === false ? null : v;
}
const RE = process.env.SHOW;
it('x', () => {
  for (const f of ['named', 'random-valid', 'random-adversarial']) {
    const stats: Record<string, [number, number]> = {};
    const bad: Record<string, string[]> = {};
    let recOk = 0,
      n = 0;
    for (const line of readFileSync(`/work/shared/golden/vmbus-resume/${f}.jsonl`, 'utf8')
      .trim()
      .split('\n')) {
      const r = JSON.parse(line);
      n++;
      let mine: any;
      try {
        mine = replayScenario(r.scenario, 'A').observed;
      } catch (e) {
        console.log(r.id, String((e as Error).stack).slice(0, 300));
        mine = {};
      }
      let ok = true;
      const phases = new Set([...Object.keys(r.observed), ...Object.keys(mine)]);
      for (const p of phases) {
        const a = r.observed[p],
          b = mine[p];
        if (!a || !b) {
          ok = false;
          (bad['phase ' + p] ??= []).push(r.id + (a ? ' missing' : ' extra'));
          continue;
        }
        for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) {
          const key = `${p}.${k}`;
          const s = (stats[k] ??= [0, 0]);
          s[1]++;
          if (JSON.stringify(norm(a[k])) === JSON.stringify(norm(b[k]))) s[0]++;
          else {
            ok = false;
            (bad[key] ??= []).push(r.id + (r.timing_sensitive ? '(TS)' : ''));
            if (RE && key.includes(RE) && bad[key]!.length <= 3)
              console.log(r.id, key, '\n GOLD', JSON.stringify(a[k]), '\n MINE', JSON.stringify(b[k]));
          }
        }
      }
      if (ok) recOk++;
    }
    console.log(f, 'records fully equal', recOk, '/', n, JSON.stringify(stats));
    for (const [k, v] of Object.entries(bad)) console.log('   ', k, v.length, v.slice(0, 6).join(' '));
  }
});
