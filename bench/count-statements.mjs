/**
 * Preloaded into a server under measurement: counts what it sends to PostgreSQL and answers, when its parent asks,
 * how much that was since the last question.
 */
import pg from 'pg';

const { query } = pg.Client.prototype;
let reads = 0;
let writes = 0;
let cpu = process.cpuUsage();

pg.Client.prototype.query = function counted(...args) {
  const text = typeof args[0] === 'string' ? args[0] : args[0]?.text;
  if (typeof text === 'string' && !text.includes('advisory')) {
    const keyword = text.trimStart().slice(0, 6).toLowerCase();
    if (keyword === 'select') reads += 1;
    else if (/^(?:with|insert|update|delete)/.test(keyword)) writes += 1;
  }
  return query.apply(this, args);
};

process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  process.send?.({
    reads,
    writes,
    cpuMs: (user + system) / 1_000,
    rssMib: process.memoryUsage().rss / 2 ** 20,
  });
  reads = 0;
  writes = 0;
});
// The parent ends this process; a channel to it is no reason to stay.
process.channel?.unref();
