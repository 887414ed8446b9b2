import { torporHome } from './src/home/torpor-home.ts';
import { startEngines } from './src/engines/start-engines.ts';
const t=performance.now();
const log={info:(s:string)=>console.log('info',s),warn:(s:string)=>console.log('warn',s)};
const home=torporHome(process.env);
try {
const e=await startEngines({home,log});
console.log(e.queue.kind,e.postgres.version,e.redis?.version,(performance.now()-t).toFixed(), process.argv.includes('url')?e:'');
process.on('SIGTERM',async()=>{await e.close();process.exit(0)});
if(process.argv[2]==='stay') setInterval(()=>{},1000); else { await e.close(); console.log('closed',(performance.now()-t).toFixed()); }
} catch (e) { console.log(e.message, e); }
