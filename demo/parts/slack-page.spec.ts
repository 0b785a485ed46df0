import { mrkdwn } from './slack-mrkdwn.js';
import { renderBlocks, renderPeople } from './slack-page.js';

describe('Slack’s text markup on the page', () => {
  it.each([
    ['*bold*, _italic_ and ~struck~', '<strong>bold</strong>, <em>italic</em> and <s>struck</s>'],
    ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
    ['`a*b*c` &amp; &lt;b&gt;', '<code>a*b*c</code> &amp; &lt;b&gt;'],
    ['<b onclick=x>', '<strong>b onclick=x</strong>'],
    ['"quoted" <script', '&quot;quoted&quot; &lt;script'],
    ['one\n> said\ntwo', 'one<br><blockquote> said</blockquote>two'],
    [
      '*<https://acme.example/q?a=1&amp;b=2|your queue>*',
      '<strong><a href="https://acme.example/q?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">your queue</a></strong>',
    ],
    ['<javascript:alert(1)|press>', '<strong>press</strong>'],
    [
      'by <!date^1774288800^{date_long} at {time}|23 March>',
      'by <time datetime="2026-03-23T18:00:00.000Z" title="23 March">Monday 23 March 2026 at 18:00</time>',
    ],
  ])('%s', (text, html) => {
    expect(mrkdwn(text)).toBe(html);
  });
});

describe('the list of people', () => {
  it('shows how the newest message begins, in one line and to the end of a word', () => {
    const user = { id: 'U1', name: 'Kim', email: 'kim@example.com' };
    const message = {
      user,
      ts: '1.2',
      text: `Plan a visit\n${'a word '.repeat(40)}`,
      postedAt: '2026-03-02',
    };
    const page = { people: [user], messages: [message], viewsOf: () => [], pressable: false };
    expect(renderPeople(page as unknown as Parameters<typeof renderPeople>[0])).toMatch(
      /Plan a visit · (a word )+(a )?… · /,
    );
  });
});

describe('Slack’s blocks on the page', () => {
  it('keep the lines of a plain text', () => {
    expect(renderBlocks([{ type: 'section', text: { type: 'plain_text', text: 'one <\ntwo' } }])).toBe(
      '<p>one &lt;<br>two</p>',
    );
  });

  it('renders header, section, fields, context, actions and divider', () => {
    const plain = (text: string) => ({ type: 'plain_text', text });
    const html = renderBlocks(
      [
        { type: 'header', text: plain('Thursday with *Kim*') },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*Kim* is ready' },
          fields: [{ type: 'mrkdwn', text: '_by_ Monday' }],
        },
        { type: 'divider' },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'Why you' }, plain('Cadence 3')] },
        {
          type: 'actions',
          block_id: 'item',
          elements: [
            { type: 'button', text: plain('Plan'), action_id: 'plan', style: 'primary' },
            { type: 'button', text: plain('Open'), action_id: 'open', url: 'https://acme.example/' },
            { type: 'button', text: plain('Bad'), action_id: 'bad', url: 'javascript:alert(1)' },
          ],
        },
      ],
      { channel: 'D1', ts: '1.2' },
    );
    expect(html).toContain('<h3>Thursday with *Kim*</h3>');
    expect(html).toContain(
      '<p><strong>Kim</strong> is ready</p><div class="fields"><div><em>by</em> Monday</div></div>',
    );
    expect(html).toContain('<hr>');
    expect(html).toContain('<p class="soft">Why you · Cadence 3</p>');
    expect(html).toMatch(
      /<input type="hidden" name="action_id" value="plan">.*<button class="primary">Plan<\/button>/,
    );
    expect(html).toContain('<a href="https://acme.example/"');
    expect(html).not.toContain('javascript:');
  });
});
