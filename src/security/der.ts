/**
 * The subject of a certificate in DER, cut out as it stands there: SEQUENCE { SEQUENCE { version?,
 * serial, algorithm, issuer, validity, subject, … }, … }. Source: RFC 5280, section 4.1.
 */
export function subjectOf(certificate: Uint8Array): Uint8Array {
  const body = readElement(certificate, readElement(certificate, 0).start);
  let at = body.start;
  if (certificate[at] === VERSION) at = readElement(certificate, at).end;
  for (let skipped = 0; skipped < BEFORE_SUBJECT; skipped++) at = readElement(certificate, at).end;
  return Uint8Array.from(certificate.subarray(at, readElement(certificate, at).end));
}

/** The tag of the version, which the oldest certificates leave out. */
const VERSION = 0xa0;
const BEFORE_SUBJECT = 4;

function readElement(
  der: Uint8Array,
  at: number,
): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const places = first & 0x7f;
  let length = 0;
  for (let place = 0; place < places; place++) length = length * 256 + (der[at + 2 + place] ?? 0);
  return { start: at + 2 + places, end: at + 2 + places + length };
}
