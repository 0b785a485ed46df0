import { readOptions } from './options.js';

describe('the options of the demo', () => {
  it('are none by default', () => {
    expect(readOptions([], {})).toEqual({
      help: false,
      fresh: false,
      smoke: false,
      data: undefined,
      ports: {},
    });
  });

  it('take ports from the command line before those of the environment', () => {
    const { ports } = readOptions(['--port', 'api=3100'], { DEMO_PORTS: 'api=4000,inbox=8125' });
    expect(ports).toEqual({ api: 3100, inbox: 8125 });
  });

  it.each([['api'], ['api=0'], ['api=70000'], ['web=3000']])(
    'refuse the port %s, and name what there is',
    (text) => {
      expect(() => readOptions(['--port', text], {})).toThrow(/names no port\. .* one of api, inbox/);
    },
  );

  it('refuse one port for two parts', () => {
    expect(() => readOptions(['--port', 'api=3100', '--port', 'smtp=3100'], {})).toThrow(
      'Port 3100 is named for api and for smtp. Give each a port of its own.',
    );
  });

  it('that do not exist are answered with those that do', () => {
    expect(() => readOptions(['--smok'], {})).toThrow(/Unknown option '--smok'[^]*--fresh/);
  });
});
