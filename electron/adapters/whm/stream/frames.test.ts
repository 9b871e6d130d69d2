import { describe, expect, it } from 'vitest';
import { createChunkDecoder, exitStatus, parseFrame } from './frames.ts';

const parse = (text: string) => parseFrame(Buffer.from(text));

describe('frames of CommandStream', () => {
  it('reads JSON after blanks and a newline', () => {
    expect(parse('  \n{"class":"exec_ok","id":1,"pid":7}')).toEqual({ kind: 'started', id: 1 });
    expect(parse('{"class":"ended","id":"2","status":"256"}')).toEqual({ kind: 'ended', id: 2, status: 256 });
    expect(parse('{"class":"stdout","id":1,"chunk":"a\\n"}')).toEqual({
      kind: 'output',
      id: 1,
      stream: 'stdout',
      chunk: 'a\n',
      bytes: false,
    });
  });

  it('knows every refusal', () => {
    expect(parse('{"class":"exec_failed","id":1,"errno":2,"text":"No such file"}')).toMatchObject({
      kind: 'refused',
      id: 1,
      text: 'No such file',
    });
    for (const name of [
      'bad_arguments',
      'deserialization_failed',
      'malformed_structure',
      'missing_id',
      'unknown_class',
    ]) {
      expect(parse(`{"class":"${name}","why":"so"}`)).toMatchObject({ kind: 'refused', id: null, name, text: 'so' });
    }
  });

  it('refuses what is no frame', () => {
    for (const text of ['', '[]', '<html>', '{"id":1}', '{"class":"stdout","chunk":"a"}', '{"class":"news","id":1}']) {
      expect(parse(text)).toBeNull();
    }
  });

  it('puts a character together that two chunks share', () => {
    const text = Buffer.from('zürich €');
    const frame = (part: Buffer) =>
      parseFrame(Buffer.concat([Buffer.from('{"class":"stdout","id":1,"chunk":"'), part, Buffer.from('"}')]));
    for (let cut = 0; cut <= text.length; cut += 1) {
      const decoder = createChunkDecoder();
      let read = '';
      for (const part of [text.subarray(0, cut), text.subarray(cut)]) {
        const parsed = frame(part);
        if (parsed?.kind === 'output') read += decoder.add(parsed.chunk, parsed.bytes);
      }
      expect(read + decoder.end()).toBe('zürich €');
    }
  });

  it('reads a wait status', () => {
    expect([exitStatus(0), exitStatus(256), exitStatus(15)]).toEqual([
      { code: 0, signal: 0 },
      { code: 1, signal: 0 },
      { code: 0, signal: 15 },
    ]);
  });
});
