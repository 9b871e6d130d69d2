import { expect, it } from 'vitest';
import { refusal, refusalWords, refusedBy, remedyOf } from './refusal.ts';

const subject = { kind: 'server', id: 'web1' } as const;

it('has with its code what can be done, and says both in one text', () => {
  const found = refusal('clustering.off', subject, 'DNS clustering is disabled on web1.');
  expect(found.next).toBe(remedyOf('clustering.off'));
  expect(refusalWords(found)).toBe('DNS clustering is disabled on web1. Enable DNS clustering first (Options).');
  expect(refusalWords(refusal('server.no-resellers', subject, 'It has none.'))).toBe('It has none.');
});

it('keeps the code of a server that said no', () => {
  expect(refusedBy({ code: 'whm.forbidden', message: 'No.' }, subject)).toEqual({
    code: 'whm.forbidden',
    subject,
    message: 'No.',
    next: null,
  });
  expect(remedyOf('whm.forbidden')).toBeNull();
  expect(remedyOf('toString')).toBeNull();
});
