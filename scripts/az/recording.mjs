/**
 * The requests of a run as lines of JSON. Values that differ from run to run become their names in braces, and
 * secrets never reach the file: token requests are left out.
 */
export function recordingOf(exchanges, values) {
  const names = Object.entries(values)
    .filter(
      ([name]) =>
        !['template', 'brokenTemplate', 'sshKey', 'image', 'vmId', 'groupId', 'tenant'].includes(name),
    )
    .sort(([, a], [, b]) => b.length - a.length);
  const masked = (text) => names.reduce((now, [name, value]) => now.replaceAll(value, `{${name}}`), text);
  return exchanges
    .filter(({ url }) => !/\/oauth2\//.test(url))
    .map((exchange) => masked(JSON.stringify(exchange)))
    .map((line) => `${line}\n`)
    .join('');
}
