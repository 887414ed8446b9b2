import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { replayScenario } from './replay-scenario.js';
it('perf', () => {
  for (const f of ['random-valid', 'random-adversarial']) {
    const lines = readFileSync(`/work/shared/golden/vmbus-resume/${f}.jsonl`, 'utf8').trim().split('\n');
    const sc = lines.map((l) => JSON.stringify(JSON.parse(l).scenario));
    const parsed = sc.map((s) => JSON.parse(s));
    for (let k = 0; k < 4; k++) {
      let t = performance.now();
      let c = 0;
      for (let i = 0; i < 10; i++)
        for (const s of parsed) c += Object.keys(replayScenario(s, 'A').observed).length;
      const replay = (5000 / (performance.now() - t)) * 1000;
      t = performance.now();
      for (let i = 0; i < 10; i++) for (const s of sc) c += Object.keys(JSON.parse(s)).length;
      const parse = (5000 / (performance.now() - t)) * 1000;
      t = performance.now();
      for (let i = 0; i < 10; i++)
        for (const s of sc) c += JSON.stringify(replayScenario(JSON.parse(s), 'A')).length;
      const all = (5000 / (performance.now() - t)) * 1000;
      console.log(
        f,
        'replay/s',
        Math.round(replay),
        'parse/s',
        Math.round(parse),
        'parse+replay+stringify/s',
        Math.round(all),
        c,
      );
    }
  }
});
