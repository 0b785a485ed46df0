import { WebAPIHTTPError, WebAPIRequestError } from '@slack/web-api';
import { slackRefusal } from './slack-refusal.js';

const noAnswer = (code: string) =>
  new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));

describe('a call to Slack without an answer', () => {
  it('is in doubt only where there was a connection', () => {
    expect(slackRefusal(noAnswer('ECONNREFUSED'))).toEqual({ ok: false, failure: 'later', code: 'network' });
    expect(slackRefusal(noAnswer('ECONNRESET'))).toMatchObject({
      failure: 'later',
      code: 'network',
      inDoubt: true,
    });
  });

  it('or with a proxy that refuses it, is tried later', () => {
    expect(slackRefusal(new WebAPIHTTPError(407, 'Proxy', {}, ''))).toEqual({
      ok: false,
      failure: 'later',
      code: 'providerFault',
    });
  });

  it('or with a 429 whose pause cannot be read, is tried later', () => {
    const unread = new Error(
      'Retry header did not contain a valid timeout (url: x, retry-after header: soon)',
    );
    expect(slackRefusal(unread)).toEqual({ ok: false, failure: 'later', code: 'rateLimited' });
  });
});
