// The harness reads mails as a mail program would; a link that it misreads would fail a story for no reason.
import { expect, test } from '@playwright/test';
import { parseMail } from '../support/mail';

const ALTERNATIVE = [
  'To: Ann Carer <ann@example.org>',
  'Subject: =?utf-8?b?WW914oCZcmUg?= =?utf-8?q?invited?=',
  'Content-Type: multipart/alternative;',
  ' boundary="b1"',
  '',
  '--b1',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Open http://127.0.0.1:3000/invite/abc=',
  'def?x=3D1 =E2=80=93 today.',
  '',
  '--b1',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Open</p>',
  '--b1--',
  '',
].join('\r\n');

test('the plain part of a mail is read, with its links whole', () => {
  const mail = parseMail(ALTERNATIVE);

  expect(mail.to).toBe('Ann Carer <ann@example.org>');
  expect(mail.subject).toBe('You’re invited');
  expect(mail.text.trim()).toBe('Open http://127.0.0.1:3000/invite/abcdef?x=1 – today.');
  expect(mail.links).toEqual(['http://127.0.0.1:3000/invite/abcdef?x=1']);
});

test('a simple mail in base64 is read', () => {
  const body = Buffer.from('Grüße').toString('base64');
  const mail = parseMail(`To: a@example.org\nSubject: Hello\nContent-Transfer-Encoding: base64\n\n${body}\n`);

  expect(mail.text).toBe('Grüße');
});
