import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
const FIELDS = [
  'bus',
  'rc',
  'wait_ms',
  'timed_out',
  'messages',
  'unmatched_at_return',
  'unmatched',
  'waiting_for',
  'ignoring_offers',
  'offers',
  'after_open',
];
const rows = (v: any) => v?.map(({ n, ...r }: any) => r);
function norm(v: any): any {
  if (v === undefined || v === null || v === false) return null;
  if (Array.isArray(v)) return v.length === 0 ? null : v.map(norm);
  if (typeof v === 'object') {
    const o: any = {};
    for (const k of Object.keys(v).sort()) {
      const n = norm(v[k]);
      if (n !== null) o[k] = n;
    }
    return o;
  }
  return v;
}
it('x', () => {
  for (const f of ['named', 'random-valid', 'random-adversarial']) {
    let ok = 0,
      n = 0;
    const bad: Record<string, string[]> = {};
    const shown: Record<string, number> = {};
    for (const line of readFileSync(`/work/shared/golden/vmbus-resume/${f}.jsonl`, 'utf8')
      .trim()
      .split('\n')) {
      const r = JSON.parse(line);
      n++;
      const mine: any = replayScenario(r.scenario, 'B').observed;
      let good = true;
      const since = r.since_6_14 ?? {};
      for (const p of new Set([...Object.keys(r.observed), ...Object.keys(since), ...Object.keys(mine)])) {
        let exp: any;
        if (p in since)
          exp =
            since[p] === null
              ? undefined
              : { offers: r.observed[p]?.offers, after_open: r.observed[p]?.after_open, ...since[p] };
        else exp = r.observed[p];
        const got = mine[p];
        if (!exp !== !got) {
          good = false;
          (bad['phase ' + p] ??= []).push(r.id + (exp ? ' missing' : ' extra'));
          continue;
        }
        if (!exp) continue;
        for (const k of FIELDS) {
          let a = exp[k],
            b = got[k];
          if (k === 'offers' || k === 'after_open') {
            a = rows(a);
            b = rows(b);
          }
          if (JSON.stringify(norm(a)) !== JSON.stringify(norm(b))) {
            good = false;
            const key = p + '.' + k;
            (bad[key] ??= []).push(r.id + (r.timing_sensitive ? '(TS)' : ''));
            if ((shown[key] = (shown[key] ?? 0) + 1) <= 2)
              console.log(r.id, key, '\n GOLD', JSON.stringify(a), '\n MINE', JSON.stringify(b));
          }
        }
      }
      if (good) ok++;
    }
    console.log('ERA B', f, ok, '/', n);
    for (const [k, v] of Object.entries(bad)) console.log('   ', k, v.length, v.slice(0, 6).join(' '));
  }
});
