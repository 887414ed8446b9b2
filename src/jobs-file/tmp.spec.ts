import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import { it } from 'vitest';
import { parseJobFile, faultText } from './parse-job-file.js';
it('x', () => {
const cases: Record<string,string>={brackets:'['.repeat(1e6), dashes:'- '.repeat(5e5), quest:'? '.repeat(5e5), keys:Array.from({length:3000},(_, i)=>' '.repeat(i)+'a:').join('\n'), seqs:Array.from({length:100},(_, i)=>' '.repeat(i)+'-').join('\n'),kk:Array.from({length:119},(_, i)=>' '.repeat(i)+'a:').join('\n'), colons:'a: '.repeat(3e5), anchors: 'a: &a [x]\n'+Array.from({length:5e4},(_, i)=>`b${i}: *a`).join('\n'), quotes:'"'+'\\x41'.repeat(2e5)+'"', manykeys:Array.from({length:6e4},(_, i)=>`k${i}: 1`).join('\n'), comments:'# x\n'.repeat(2e5), braces:'{a: '.repeat(2e5), unclosed:'"'+'a\n'.repeat(4e5), amp:'&a '.repeat(5e5), bang:'!a '.repeat(5e5), tabs:'\t'.repeat(1e6), docs:'---\n'.repeat(3e5), pct:'%YAML 1.2\n'.repeat(2e5), closes: ']'.repeat(1e6),
 billion: 'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d]',
 good: `name: night
action: hibernate
select: {tag: {name: night}}
concurrency: 0
retry: {attempts: 11}
foo: 1
startTime: 08:70`, missing: 'name: x', list:'- name: a\n  action: start\n  select: {}\n- name: a\n  action: foo\n  select:\n    virtualMachines: []\n- 3',tag:'name: !!js/function x', merge:'<<: {a: 1}\nname: b', dup:'name: a\nname: b', empty:'', twodocs:'a: 1\n---\nb: 2',proto:'__proto__: {a: 1}\nname: c',
items: 'name: a\naction: start\nselect:\n  virtualMachines:\n'+Array.from({length:1e4},(_, i)=>`    - {resourceGroup: rg, name: vm-${i}}`).join('\n')};
for(const [n,t] of Object.entries(cases)){const s=performance.now();const r=parseJobFile(Buffer.from(t));require("node:fs").appendFileSync("/tmp/yt.log", [n,t.length,(performance.now()-s).toFixed(0),r.kind, r.kind==='invalid'? r.faults.length+'\n'+r.faults.slice(0,8).map(f=>faultText('j.yaml',f)).join('\n'):''].join(' ')+'\n');}
});
