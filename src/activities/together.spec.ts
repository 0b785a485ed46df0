import { together } from './together.js';

/** Hands over what it is asked in goes that a story ends one by one. */
function inGoes() {
  const goes: { items: readonly string[]; end: (error?: Error) => void }[] = [];
  const parted: string[] = [];
  const ask = together<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        goes.push({
          items,
          end: (error) => (error ? reject(error) : resolve(items.map((item) => `${item}!`))),
        });
      }),
    (error) => parted.push(String(error)),
  );
  const next = async (): Promise<(typeof goes)[number]> => {
    while (goes.length === 0) await Promise.resolve();
    return goes.shift()!;
  };
  return { ask, next, parted };
}

describe('work that is done together', () => {
  it('begins at once, and takes along whatever came while it was busy', async () => {
    const { ask, next } = inGoes();
    const first = ask('a');
    const others = [ask('b'), ask('c')];
    const go = await next();
    expect(go.items).toEqual(['a']);
    go.end();
    await first;
    const second = await next();
    expect(second.items).toEqual(['b', 'c']);
    second.end();
    expect(await Promise.all(others)).toEqual(['b!', 'c!']);
  });

  it('is done one by one where it fails for several, so that only who is at fault hears of it', async () => {
    const { ask, next, parted } = inGoes();
    const first = ask('a');
    const [good, bad] = [ask('good'), ask('bad')];
    const refused = expect(bad).rejects.toThrow('no such row');
    (await next()).end();
    await first;
    (await next()).end(new Error('all rolled back'));
    const alone = await next();
    expect(alone.items).toEqual(['good']);
    alone.end();
    await good;
    (await next()).end(new Error('no such row'));
    await refused;
    expect(parted).toEqual(['Error: all rolled back']);
  });
});
