import { describe, expect, it } from 'vitest';
import { flag, outcomeOf, parseBody, refusalOf, textOrNone } from './envelope.ts';
import { WhmFailure } from '#electron/adapters/whm/failure.ts';

const asked = { place: 'web1.example.net:2087', name: 'version' };

function failureOf(body: string): { code: string; message: string; reason: unknown } {
  try {
    parseBody(body, asked);
  } catch (error) {
    if (error instanceof WhmFailure) {
      return { code: error.error.code, message: error.error.message, reason: error.error.details?.['reason'] };
    }
  }
  throw new Error('It was read.');
}

describe('envelope', () => {
  it('goes by metadata.result only, number or text', () => {
    for (const result of [1, '1']) {
      const body = JSON.stringify({ metadata: { result, reason: 'Created session' }, data: { version: '11.120.0.5' } });
      expect(parseBody(body, asked)).toMatchObject({
        ok: true,
        data: { version: '11.120.0.5' },
        reason: 'Created session',
      });
    }
    expect(parseBody('{"metadata":{"result":"0","reason":"OK"}}', asked)).toEqual({
      ok: false,
      reason: 'OK',
      data: {},
    });
  });

  it('takes missing data for none, and a missing result for no envelope', () => {
    expect(outcomeOf({ metadata: { result: 1 } })).toEqual({ ok: true, data: {}, reason: '' });
    expect(outcomeOf({ metadata: { reason: 'OK' } })).toBeNull();
    expect(outcomeOf([])).toBeNull();
  });

  it('names a page, something else than JSON, and a foreign shape apart', () => {
    expect(failureOf('\n <!DOCTYPE html><html></html>')).toMatchObject({ code: 'whm.protocol', reason: 'page' });
    expect(failureOf('<html>').message).toContain('the server answered with a page, not API data');
    expect(failureOf('{"metadata":{"result":1')).toMatchObject({ code: 'whm.protocol', reason: 'not-json' });
    expect(failureOf('{"status":1}')).toMatchObject({ code: 'whm.protocol', reason: 'shape' });
  });

  it('reads refusals in the shapes of version 0', () => {
    const denied =
      '{"cpanelresult":{"apiversion":"2","error":"Access denied","data":{"reason":"Access denied","result":"0"},"type":"text"}}';
    expect(failureOf(denied).code).toBe('whm.unauthorized');
    const unknown =
      '{"data":{"result":"0","reason":"Unknown app (\\"foo\\") requested for this version (0) of the API."}}';
    expect(failureOf(unknown).code).toBe('whm.unsupported');
    expect(failureOf('{"status":0,"statusmsg":"No such service"}').code).toBe('whm.rejected');
  });

  it('tells a missing right from a refusal and from an unknown function', () => {
    const codeOf = (reason: string): string => refusalOf(reason, asked, 'clustering').error.code;
    expect(codeOf('User “x” does not have the required privileges to run “batch”.')).toBe('whm.forbidden');
    expect(codeOf('You must have the clustering ACL to complete this request.')).toBe('whm.forbidden');
    expect(codeOf('You do not have permission to create sessions for the user “root”.')).toBe('whm.forbidden');
    expect(codeOf('Unknown app ("foo") requested for this version (1) of the API.')).toBe('whm.unsupported');
    expect(codeOf('Specified service does not exist.')).toBe('whm.rejected');
  });

  it('keeps missing apart from no', () => {
    expect([1, '1', 0, '0', undefined, null, 'x'].map(flag)).toEqual([true, true, false, false, null, null, null]);
    expect(['11.1', 0, '0', '', undefined].map(textOrNone)).toEqual(['11.1', null, null, null, null]);
  });
});
