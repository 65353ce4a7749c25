const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much of a record is looked at for a time that is not JSON. */
const headChars = 400;

const jsonTime = /"(?:time|timestamp|@timestamp|ts|datetime)"\s{0,4}:\s{0,4}("?)([^",}\s][^",}]{3,40})\1/;
// Not a word boundary before the year: a colour (ESC [31m) may stand there.
const isoTime = /(?<!\d)(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?/;
/** Gin's `[GIN] 2006/01/02 - 15:04:05`; Go's log package and nginx's error log leave the dash out. */
const slashTime = /(?<!\d)(\d{4})\/(\d\d)\/(\d\d)(?: - | )(\d\d):(\d\d):\d\d/;
/** The access logs of nginx and Apache: `[02/Jan/2006:15:04:05 +0000]`. */
const accessTime = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):\d\d ([+-]\d{4})\]/;
/** The error log of Apache: `[Mon Jan 02 15:04:05.123456 2006]`. */
const apacheTime = /\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):\d\d(?:\.\d+)? (\d{4})\]/;

/**
 * The minute of a record: `2026-11-22T10:05Z`, or without the Z where the log does not say its time zone. Null when
 * the record carries no time with a date.
 */
export function minuteOf(record: string): string | null {
  const json = jsonTime.exec(record);
  if (json) {
    const [, quote, value = ''] = json;
    const found = quote === '"' ? plainMinute(value) : epochMinute(Number(value));
    if (found) return found;
  }
  return plainMinute(record.slice(0, headChars));
}

function plainMinute(text: string): string | null {
  const iso = isoTime.exec(text);
  const slash = slashTime.exec(text);
  const access = accessTime.exec(text);
  const apache = apacheTime.exec(text);
  const first = [iso, slash, access, apache].reduce((a, b) => (!a || (b && b.index < a.index) ? b : a));
  if (first === null) return null;
  if (first === access) {
    const [, day, month, year, hour, minute, zone] = access;
    return minuteIn(year, monthNumber(month), day, hour, minute, zone);
  }
  if (first === apache) {
    const [, month, day, hour, minute, year] = apache;
    return minuteIn(year, monthNumber(month), day, hour, minute, undefined);
  }
  const [, year, month, day, hour, minute, zone] = first;
  return minuteIn(year, month, day, hour, minute, zone);
}

function monthNumber(name: string | undefined): string {
  return String(months.indexOf(name ?? '') + 1).padStart(2, '0');
}

type Part = string | undefined;

function minuteIn(year: Part, month: Part, day: Part, hour: Part, minute: Part, zone: Part): string | null {
  if (Number(month) < 1 || Number(month) > 12 || Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59) {
    return null;
  }
  const local = `${year}-${month}-${day}T${hour}:${minute}`;
  if (zone === undefined) return local;
  if (zone === 'Z' || zone === 'UTC' || /^[+-]00:?00$/.test(zone)) return `${local}Z`;
  const offset = zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const atMs = Date.parse(`${local}:00${offset}`);
  return Number.isNaN(atMs) ? local : epochMinute(atMs);
}

/** From milliseconds as pino writes them, or seconds as zap does. */
function epochMinute(value: number): string | null {
  const atMs = value < 1e11 ? value * 1000 : value;
  // Years 2000 to 2100: any other number under such a key is no time of day.
  if (!(atMs > 946_684_800_000 && atMs < 4_102_444_800_000)) return null;
  return `${new Date(atMs).toISOString().slice(0, 16)}Z`;
}
