/** Values that differ from run to run or are secret: in the recording their names stand in braces. */
const MASKED = ['url', 'clientId', 'clientSecret', 'password', 'principal'];

/** The requests of a run as lines of JSON. Requests for tokens, which carry secrets, are left out. */
export function recordingOf(exchanges, values) {
  const masked = (text) => MASKED.reduce((now, name) => now.replaceAll(values[name], `{${name}}`), text);
  return exchanges
    .filter(({ url }) => !/\/oauth2\//.test(url))
    .map((exchange) => `${masked(JSON.stringify(exchange))}\n`)
    .join('');
}
