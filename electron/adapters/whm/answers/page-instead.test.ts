import { describe, expect, it } from 'vitest';
import { pageFailure, pageInstead, textInstead } from './page-instead.ts';

const asked = { place: 'web1:2087', name: 'version' };

function wordsFor(body: string): string {
  const page = pageInstead(body);
  if (page === null) throw new Error('No page.');
  return pageFailure(asked, page).error.message;
}

const suspended = (where: string): string => `Content-type: text/plain; charset="utf-8"\r\n\r\n<html>
<head><title>cPanel</title></head>
<body>
<h1>Sorry for the inconvenience!</h1>
<h3>The filesystem mounted at ${where} on this server is running out of disk space. cPanel operations have been temporarily suspended</h3>
</body>
</html>`;

describe('a page where data is due', () => {
  it.each(['/', '/var', '/usr/local-2', '/home'])('names the file system %s that is full', (where) => {
    expect(pageInstead(suspended(where))).toMatchObject({ kind: 'disk-full', fileSystem: where });
    expect(wordsFor(suspended(where))).toContain(`The file system ${where} of web1:2087 has run out of disk space`);
    expect(wordsFor(suspended(where))).toContain('“The filesystem mounted at');
  });

  it.each([
    '<html><body><h1>Error</h1>Could not write /var/cpanel/sessions: No space left on device</body></html>',
    '<html><body>Disk quota exceeded</body></html>',
  ])('knows a full disk by other words: %s', (body) => {
    expect(pageInstead(body)).toMatchObject({ kind: 'disk-full', fileSystem: null });
  });

  it.each([
    '<!DOCTYPE html>\n<html><head><title>License Error</title></head><body><h1>cPanel License Error</h1><p>The license for this server is not valid.</p></body></html>',
    '<html><head><title>cPanel</title></head><body><h3>The licence has expired.</h3></body></html>',
    '<html><head><link href="/cPanel_magic_revision_1/x.css"><title>Invalid License File</title></head><body><p>Run <b>/usr/local/cpanel/cpkeyclt</b></p></body></html>',
    'Content-Type: text/html\n\n<html><body>Your server is not licensed for this product.</body></html>',
  ])('speaks of the licence and never of a token: %s', (body) => {
    expect(pageInstead(body)?.kind).toBe('licence');
    expect(wordsFor(body)).toContain('licence');
    expect(wordsFor(body)).not.toMatch(/token/i);
  });

  it.each([
    '<!DOCTYPE html>\n<html dir="ltr">\n<head>\n<title>web1 &ndash; WebHost Manager</title>\n<link rel="shortcut icon" href="/cPanel_magic_revision_1448314783/favicon.ico" />\n</head>\n<body></body>\n</html>',
    '<html><head><title>WHM - Home</title></head><body><ul><li>Manage cPanel License</li></ul></body></html>',
  ])('tells WHM’s own page from another one: %s', (body) => {
    expect(pageInstead(body)).toEqual({ kind: 'own' });
    expect(wordsFor(body)).toMatch(/WHM’s own page.*proxy/);
  });

  it('knows WHM’s login page and pages of others', () => {
    expect(pageInstead('<html><form id="login_form" action="/login/" method="post"></form></html>')).toEqual({
      kind: 'login',
    });
    expect(pageInstead('<html><title>Router</title><body>Welcome</body></html>')).toEqual({ kind: 'other' });
    expect(wordsFor('<html></html>')).not.toEqual(wordsFor('<title>WHM</title>'));
  });

  it.each(['{"metadata":{}}', '', '192.0.2.1\n', 'Content-type: text/plain\n\n{"metadata":{}}', 'OK <b>'])(
    'takes %j for none',
    (body) => {
      expect(pageInstead(body)).toBeNull();
    },
  );

  it('reads the same words in a text that is no page, where JSON was due', () => {
    expect(textInstead('Your cPanel license has expired. Contact your provider.\n')).toEqual({
      kind: 'licence',
      says: 'Your cPanel license has expired.',
    });
    expect(textInstead('No space left on device')).toMatchObject({ kind: 'disk-full', fileSystem: null });
    expect(textInstead('upstream connect error')).toBeNull();
    expect(textInstead('{"metadata":')).toBeNull();
  });

  it('looks at no more than its beginning, in time by its length', () => {
    for (const piece of [
      '<script',
      '<title',
      '<h1>',
      'x: y\n',
      '<a action="',
      'file system at ',
      '<',
      'license. ',
      '<script></script>',
    ]) {
      const began = performance.now();
      pageInstead(`<html>${piece.repeat(500_000)}`);
      pageInstead(piece.repeat(500_000));
      textInstead(piece.repeat(500_000));
      expect(performance.now() - began).toBeLessThan(300);
    }
  });
});
