import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskContinued, maskLine, maskSecrets } from './mask.ts';

const token = 'A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6';

describe('maskSecrets', () => {
  it.each([
    `debug: HEADER[authorization]=[whm root:${token}]`,
    `Authorization: WHM root:${token}`,
    `debug: api_request: (POST, pass=${token}&user=root)`,
    `pass%3D${token}%26user%3Droot`,
    `Authorization%3A%20whm%20root%3A${token}`,
    `{"pass":"${token}","host":"x"}`,
    `'token' => '${token}',`,
    `value ${token}.`,
    `Authorization: Basic ${token.toLowerCase()}`,
    `https://h:2087/login/?session=root%3a${token.toLowerCase()}`,
    `cookie: whostmgrsession=${token.toLowerCase()}; x`,
    `cpdnskey12345-example.net=${token}`,
  ])('hides the secret in %s', (line) => {
    const masked = maskSecrets(line);
    expect(masked.toUpperCase()).not.toContain(token);
    expect(masked).toContain('••••');
  });

  it.each([
    `$VAR1->{'pass'} = 'S3cretWord';`,
    `$self->{pass} = "S3cretWord"`,
    `$args{password}="S3cretWord"`,
    `$args{password} //= S3cretWord`,
    'password[]=S3cretWord&user=root',
    'password%5B%5D=S3cretWord&user=root',
    'password%255B%255D%253DS3cretWord',
    '&quot;password&quot;:&quot;S3cretWord&quot;',
    'password&#61;S3cretWord',
    'password\\x3dS3cretWord',
    'password := S3cretWord',
    'password == S3cretWord',
    'password -> S3cretWord',
    '{"name":"password","value":"S3cretWord"}',
    'name=password&value=S3cretWord',
    '<param name="password" value="S3cretWord"/>',
  ])('hides the value in %s', (line) => {
    expect(maskSecrets(line)).not.toContain('S3cretWord');
  });

  it.each([
    '"token":{"value":"S3cretWord"}',
    '{"session":{"user":"root","id":{"a":1},"value":"S3cretWord"}}',
    `$self->{token}{value} = 'S3cretWord';`,
    `$self->{'token'}->{'value'} = 'S3cretWord';`,
    `$args{pass}->[0]{text} = "S3cretWord"`,
    'password[user]=S3cretWord&x=1',
    'password%5Buser%5D=S3cretWord',
    `mysql -u root -p'S3cretWord' db`,
    `mysqladmin -p "S3cretWord" status`,
    'mysqldump -uroot -pS3cretWord db',
    `passwd --password 'S3cretWord'`,
    `passwd --password 'a b S3cretWord' x`,
    'pa%73s=S3cretWord',
    'p%2561ssword%3DS3cretWord%26a',
    '%74%6f%6b%65%6e=S3cretWord',
    '{"\\u0070ass":"S3cretWord"}',
    '\\x70ass=S3cretWord',
    'https://S3cretWord@git.example.com/x.git',
    'https://ghp_0123456789abcdefS3cretWord@host.example',
    'secret S3cretWord==;',
    'key "rndc" { algorithm hmac-sha256; secret S3cretWord; };',
    'Passwort: S3cretWord',
    'Kennwort=S3cretWord',
    'contraseña: S3cretWord',
    'contraseña=S3cretWord',
    'contrase%C3%B1a=S3cretWord',
    'mot de passe : S3cretWord',
    'senha=S3cretWord',
    'wachtwoord: S3cretWord',
    'пароль: S3cretWord',
    'НОВЫЙ ПАРОЛЬ=S3cretWord',
    'パスワード：S3cretWord',
    '新しいパスワード=S3cretWord',
    '密码：S3cretWord',
    '비밀번호=S3cretWord',
    'Hasło: S3cretWord',
    'kata sandi: S3cretWord',
    'κωδικός: S3cretWord',
    'Şifre: S3cretWord',
    'كلمة المرور: S3cretWord',
    'סיסמה: S3cretWord',
    'รหัสผ่าน: S3cretWord',
    'mật khẩu: S3cretWord',
    '<param name="senha" value="S3cretWord"/>',
  ])('hides the value, whatever leads to it, in %s', (line) => {
    expect(maskSecrets(line)).not.toContain('S3cretWord');
    expect(maskSecrets(line)).toContain('••••');
  });

  it('hides values in braces that go on for lines, to the brace that closes them', () => {
    const lines = [`'token' => {`, `  'a' => { 'b' => 1 },`, `  'value' => 'S3cretWord'`, `}, 'user' => 'root'`];
    let open: string | null = null;
    const shown = lines.map((line) => {
      const masked: ReturnType<typeof maskLine> = open === null ? maskLine(line) : maskContinued(line, open);
      ({ open } = masked);
      return masked.text;
    });
    expect(shown.join('\n')).not.toContain('S3cretWord');
    expect(shown.at(-1)).toBe(`}, 'user' => 'root'`);
    expect(open).toBeNull();
  });

  it.each([
    'token=S3cretWord&user=root',
    'user=root&pass=S3cretWord',
    '{"api_token":"S3cretWord"}',
    'contraseña=S3cretWord',
  ])('hides the Base64 of a form: %s', (form) => {
    for (const coding of ['base64', 'base64url'] as const) {
      const run = Buffer.from(form).toString(coding);
      const masked = maskSecrets(`debug: data=${run} end`);
      expect(masked).toBe('debug: data=•••• end');
      expect(maskSecrets(`/x/${run}`)).not.toContain(run.slice(0, 12));
    }
  });

  it.each([
    `Base64 of a sentence ${Buffer.from('Reloading zones of example.com').toString('base64')}`,
    'at /usr/local/cpanel/Cpanel/NameServer/Remote/cPanel.pm line 7',
    'GET /a%20b%2Fc%73 HTTP/1.1',
    'https://root@ns1.example.com:2087/x and ssh://git@host.example/x',
    'ssh -p 22 root@ns1 and mkdir -p /var/x',
    'the secret is out; go on',
    'Reloading “пример.example” and パス',
  ])('leaves %s', (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  it('hides security tokens of sessions and lines of access keys', () => {
    expect(maskSecrets('GET /cpsess1234567890/cgi/x.cgi')).toBe('GET /cpsess••••/cgi/x.cgi');
    expect(maskSecrets('0123456789abcdef0123456789abcdef')).toBe('••••');
  });

  it.each(['WHM refused the request', 'cPanel version 11 and whm 11.120.0.5', 'the basic configuration of the server'])(
    'leaves the sentence %s',
    (line) => {
      expect(maskSecrets(line)).toBe(line);
    },
  );

  it('leaves what is no secret', () => {
    const line =
      '[2024-08-16 17:36:06 +0000] info [dnsadmin] Reloading zones: pass-through.example.net, token.example.org';
    expect(maskSecrets(line)).toBe(line);
  });

  it('hides a token wherever it stands between other text', () => {
    const filler = fc.stringMatching(/^[ -~]{0,40}$/).filter((text) => !/[0-9A-Za-z_]$/.test(text));
    const after = fc.stringMatching(/^[ -~]{0,40}$/).filter((text) => !/^[0-9A-Za-z_]/.test(text));
    const anyToken = fc.stringMatching(/^[0-9A-Z]{32}$/);
    fc.assert(
      fc.property(filler, anyToken, after, (before, secret, behind) => {
        expect(maskSecrets(`${before}${secret}${behind}`)).not.toContain(secret);
      }),
    );
  });
});

describe('secrets by their names', () => {
  const secret = 'correct-horse';
  it.each([
    `'X-API-Key' => '${secret}',`,
    `X-Api-Key: ${secret}`,
    `apiKey: ${secret}`,
    `'hostbill_api_id' => "${secret}"`,
    `client_id=${secret}`,
    `newpass=${secret}&x=1`,
    `rootpass: ${secret}`,
    `pass2=${secret}`,
    `mysqlrootpasswd => ${secret}`,
    `[ 'X-Auth-Token', '${secret}' ]`,
    `{\\"dbpass\\":\\"${secret}\\",\\"n\\":1}`,
    `<password>${secret}</password>`,
    `program --root-password ${secret} --quiet`,
    `secret "${secret}";`,
    `'pass' => 'a b ${secret} c'`,
    `pass=a,b;${secret}`,
    `pass%3D${secret}%26user%3Droot`,
    `pass%253D${secret}%2526user`,
    `Cookie: a=1; b=${secret}; c=2`,
    `Authorization: Digest username="x", response="${secret}"`,
    `PrivateExponent: ${secret}=`,
    `Prime1: ${secret}`,
    `ftp://user:${secret}@198.51.100.7/x`,
    `NEW root:${secret} address=198.51.100.7`,
    `GET /json-api/x?q=${secret}`,
    `POST /json-api/passwd?user=u1&anything=${secret}%27 HTTP/1.1`,
  ])('hides the value in %s', (line) => {
    expect(maskSecrets(line)).not.toContain('horse');
    expect(maskSecrets(line)).toContain('••••');
  });

  it.each([
    'zone pass-through.example.net/IN: loaded serial 7',
    'pass-through.example.net: reload successful',
    'Cpanel::Auth::Digest::verify(HASH(0x1)) called at /usr/local/cpanel/Auth.pm line 3',
    'Cannot open access hash: Permission denied',
    '$VAR1 = {',
    "'passed' => 'yes', authority: example.net, tokens_count=3",
    'GET /scripts2/reloadbind_local?dnsuniqid=baa&zone=a.example&host=ns1&service=named HTTP/1.0',
    '__CPANEL_HIDDEN__',
  ])('leaves %s', (line) => {
    expect(maskSecrets(line)).toBe(line);
  });

  it('shows of a request logged with its token the names, and four values (whm-protocol 13 C17)', () => {
    expect(
      maskSecrets(
        "HTTP Status: ['200'], User: ['root'], Token Name: ['reverse'], Host: ['198.51.100.7'], Request: ['POST /json-api/passwd?user=u1&newpass=hunter2&zone=a.example HTTP/1.1']",
      ),
    ).toBe(
      "HTTP Status: ['200'], User: ['root'], Token Name: ['reverse'], Host: ['198.51.100.7'], Request: ['POST /json-api/passwd?user=••••&newpass=••••&zone=a.example HTTP/1.1']",
    );
  });

  it('hides a value under a secret name whatever it is made of', () => {
    const name = fc.constantFrom('pass', 'newpass', 'X-API-Key', 'api_token', 'client_secret', 'DBPassword');
    const value = fc.stringMatching(/^[0-9A-Za-z]{8,40}$/);
    const form = fc.constantFrom<(name: string, value: string) => string>(
      (key, secret) => `${key}=${secret}`,
      (key, secret) => `"${key}": "${secret}"`,
      (key, secret) => `'${key}' => '${secret}'`,
      (key, secret) => `${key}%3D${secret}%26`,
      (key, secret) => `?zone=a&${key}=${secret}`,
      (key, secret) => `HEADER[${key}]=[${secret}]`,
    );
    fc.assert(
      fc.property(name, value, form, fc.string({ maxLength: 60 }), (key, secret, write, before) => {
        // An unquoted text before may itself hold the beginning of a quote; the line is the same to a reader.
        expect(maskSecrets(`${before.replace(/[\w%'"[`\\-]/g, '')} ${write(key, secret)}`)).not.toContain(secret);
      }),
    );
  });
});
