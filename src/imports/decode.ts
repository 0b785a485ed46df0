import { isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { FileProblem } from './problem.js';

const LINE_FEED = 0x0a;

/**
 * The text of a file that arrives in pieces of bytes, cut anywhere. UTF-8 with or without a byte order mark,
 * or UTF-16LE with one.
 *
 * @throws FileProblem with the line at the first byte that is no text.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let head = Buffer.alloc(0);
  let decoder: Decoder | undefined;
  for await (const piece of bytes) {
    if (decoder) {
      yield* decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
      continue;
    }
    head = Buffer.concat([head, piece]);
    // The longest byte order mark has three bytes.
    if (head.length < 3) continue;
    decoder = decoderFor(head);
    yield* decoder.write(withoutMark(head));
  }
  decoder ??= decoderFor(head);
  if (head.length < 3) yield* decoder.write(withoutMark(head));
  yield* decoder.end();
}

interface Decoder {
  write(bytes: Buffer): Iterable<string>;
  end(): Iterable<string>;
}

const startsWith = (bytes: Buffer, ...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);

function withoutMark(head: Buffer): Buffer {
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return head.subarray(3);
  return startsWith(head, 0xff, 0xfe) ? head.subarray(2) : head;
}

function decoderFor(head: Buffer): Decoder {
  if (startsWith(head, 0xff, 0xfe)) return new Utf16Decoder();
  if (startsWith(head, 0xfe, 0xff)) throw new FileProblem(1, 'bigEndian');
  if (startsWith(head, 0x50, 0x4b, 0x03)) throw new FileProblem(1, 'workbook');
  if (head[0] === 0 || head[1] === 0) throw new FileProblem(1, 'unmarked');
  return new Utf8Decoder();
}

class Utf16Decoder implements Decoder {
  private readonly decoder = new StringDecoder('utf16le');

  write(bytes: Buffer): string[] {
    return [this.decoder.write(bytes)];
  }

  end(): string[] {
    return [this.decoder.end()];
  }
}

/** Strict where StringDecoder would put replacement characters, and it knows the line. */
class Utf8Decoder implements Decoder {
  private line = 1;
  private carry = Buffer.alloc(0);

  *write(bytes: Buffer): Generator<string> {
    const all = this.carry.length > 0 ? Buffer.concat([this.carry, bytes]) : bytes;
    const whole = all.subarray(0, all.length - unfinished(all));
    this.carry = Buffer.from(all.subarray(whole.length));
    if (!isUtf8(whole)) yield* this.refuse(whole);
    for (let at = whole.indexOf(LINE_FEED); at >= 0; at = whole.indexOf(LINE_FEED, at + 1)) this.line++;
    yield whole.toString('utf8');
  }

  *end(): Generator<string> {
    if (this.carry.length > 0) yield* this.refuse(this.carry);
  }

  /**
   * Gives the lines before the bad one, then throws. A line feed is never part of a longer UTF-8 sequence, so
   * lines can be judged one by one.
   */
  private *refuse(bytes: Buffer): Generator<string> {
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      if (!isUtf8(bytes.subarray(from, end))) break;
      from = end + 1;
      this.line++;
    }
    yield bytes.toString('utf8', 0, from);
    throw new FileProblem(this.line, 'notUtf8');
  }
}

/** How many bytes at the end begin a character that the next piece may complete. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
