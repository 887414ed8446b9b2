/** The table of a run as a page. */
export function markdownOf(version, results) {
  const passed = results.filter(({ fault }) => fault === undefined).length;
  const sections = [...new Set(results.map(({ section }) => section))];
  return [
    '<!-- Written by npm run test:az -- --markdown docs/az.md. Do not edit. -->',
    '',
    '# What the Azure CLI does against Torpor',
    '',
    `Azure CLI ${version} (Debian), unmodified: ${passed} of ${results.length} commands passed. A command that must be`,
    'refused passes when it is refused for the right reason; its exit code is given. `{…}` stands for a value of the run.',
    '',
    ...sections.flatMap((section) => [
      `## ${section}`,
      '',
      '| command | requests | result |',
      '| --- | --- | --- |',
      ...results.filter((one) => one.section === section).map(row),
      '',
    ]),
  ].join('\n');
}

function row({ az, exit, requests, fault }) {
  const result = fault !== undefined ? '**failed**' : exit === 0 ? 'passed' : `refused, exit code ${exit}`;
  return `| \`az ${az.replaceAll('|', '\\|')}\` | ${requests} | ${result} |`;
}
