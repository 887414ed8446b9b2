const STANDARD: Readonly<Record<string, string>> = {
  d: 'MM/dd/yyyy',
  o: 'yyyy-MM-ddTHH:mm:ss.fffffffZ',
  O: 'yyyy-MM-ddTHH:mm:ss.fffffffZ',
  s: 'yyyy-MM-ddTHH:mm:ss',
  u: 'yyyy-MM-dd HH:mm:ssZ',
  t: 'HH:mm',
  T: 'HH:mm:ss',
};

const FIELD = /yyyy|yy|MM|M|dd|d|HH|H|mm|m|ss|s|f{1,7}|'[^']*'|[^A-Za-z]|T|Z/gy;

/**
 * A time of the form `2026-01-02T03:04:05.678Z` by a format string of .NET: one of its single letters, or fields
 * of digits. `undefined` for what is not emulated, such as names of months.
 */
export function formattedTime(iso: string, format: string): string | undefined {
  const pattern = STANDARD[format] ?? format;
  let shown = '';
  let length = 0;
  for (const [field] of pattern.matchAll(FIELD)) {
    shown += fieldText(iso, field);
    length += field.length;
  }
  return length === pattern.length ? shown : undefined;
}

function fieldText(iso: string, field: string): string {
  const short = (start: number) => String(Number(iso.slice(start, start + 2)));
  switch (field) {
    case 'yyyy':
      return iso.slice(0, 4);
    case 'yy':
      return iso.slice(2, 4);
    case 'MM':
      return iso.slice(5, 7);
    case 'M':
      return short(5);
    case 'dd':
      return iso.slice(8, 10);
    case 'd':
      return short(8);
    case 'HH':
      return iso.slice(11, 13);
    case 'H':
      return short(11);
    case 'mm':
      return iso.slice(14, 16);
    case 'm':
      return short(14);
    case 'ss':
      return iso.slice(17, 19);
    case 's':
      return short(17);
    default:
      if (/^f+$/.test(field)) return iso.slice(20, 23).padEnd(7, '0').slice(0, field.length);
      return field.startsWith("'") ? field.slice(1, -1) : field;
  }
}
