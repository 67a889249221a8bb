// Reads a mail as it lies in the outbox folder: the headers, the plain text, and the links in it.

export interface Mail {
  to: string;
  subject: string;
  text: string;
  links: string[];
}

export function parseMail(raw: string): Mail {
  const { headers, body } = split(raw.replaceAll('\r\n', '\n'));
  const text = plainText(headers, body);
  return {
    to: headers.get('to') ?? '',
    subject: words(headers.get('subject') ?? ''),
    text,
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}

function split(part: string): { headers: Map<string, string>; body: string } {
  const end = part.indexOf('\n\n');
  const unfolded = part.slice(0, end).replaceAll(/\n[ \t]+/g, ' ');
  const headers = unfolded.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body: part.slice(end + 2) };
}

function plainText(headers: Map<string, string>, body: string): string {
  const kind = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(kind)?.[1];
  if (!boundary) return kind.startsWith('text/plain') ? decoded(headers, body) : '';
  const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => split(part.replace(/^\n/, '')));
  return parts.map((part) => plainText(part.headers, part.body)).find((text) => text !== '') ?? '';
}

function decoded(headers: Map<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return quotedPrintable(body.replaceAll('=\n', ''));
  return body;
}

/** Words of a header that are not plain ASCII: `=?utf-8?b?…?=`. */
function words(header: string): string {
  const joined = header.replaceAll(/\?=\s+=\?/g, '?==?');
  return joined.replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : quotedPrintable(text.replaceAll('_', ' ')),
  );
}

function quotedPrintable(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
