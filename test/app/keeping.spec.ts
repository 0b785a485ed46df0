import type { Browser, Page } from 'playwright-core';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { openChannels, type OpenChannels } from '../../src/channels/open.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, PHONE, startApp, startChromium, windowAs, windowOf } from '../support/chromium.js';
import { aTeam, lookAt, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let mail: MailSink;
let open: OpenChannels;
let team: Team;
let operator: string;
beforeAll(async () => {
  mail = await startMailSink();
  const ways = {
    mail: {
      smtpUrl: mail.smtpUrl,
      from: 'Followthrough <coaching@example.com>',
      domain: 'example.com',
      connections: 1,
    },
    slack: null,
    sideEffectUrl: null,
    linkSecrets: null,
  };
  open = openChannels(ways, { warn: () => undefined });
  [browser, api] = await Promise.all([startChromium(), startApp({ channels: open.channels })]);
  team = await aTeam(api);
  await lookAt(api, await openLoop(api, team));
  operator = await addPerson(api, { name: 'Otto' });
  await api.made('/role-grants', { personId: operator, role: 'operator', reason: 'runs it' });
  await api.dataSource.query(`UPDATE person SET mail_bounced_at = '2026-03-04T08:00:00Z' WHERE id = $1`, [
    team.manager,
  ]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  open?.close();
  await browser?.close();
  await Promise.all([api?.close(), mail?.stop()]);
});

/** What axe finds in both themes, and whether it fits a phone. */
async function looksRight(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await axeOn(page)).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
}

describe('who answers for a program', () => {
  it('reads each kind of its messages as mail and in Slack, in another language, and is sent it', async () => {
    const page = await windowOf(browser, api, team.owner, { to: '/message-texts' });
    const complaints = complaintsOf(page.context());
    const inside = page.frameLocator('iframe');
    await inside.getByText('Launch wave').first().waitFor();
    await page.getByLabel('Message', { exact: true }).selectOption('The monthly question');
    await page.getByLabel('Language').selectOption('Deutsch');
    await inside.locator('html[lang="de"]').waitFor();
    await inside
      .getByText(/beim Kunden/)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'Send it to me' }).click();
    await page.getByText('Sent to your mailbox').waitFor();
    expect((await mail.waitFor(({ subject }) => subject.startsWith('Test: '))).text).toContain(
      'Das ist ein Test',
    );

    await page.getByLabel('Message', { exact: true }).selectOption('An observation is due');
    await looksRight(page);
    await page.getByText('Slack', { exact: true }).click();
    await page.getByText('Notification:').waitFor();
    await page.getByText('Robin Beispiel').first().waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('sees whom no message reaches, and that the address is for others to change', async () => {
    const page = await windowOf(browser, api, team.owner, { to: '/unreachable' });
    await page.getByRole('heading', { name: /^Lena/ }).waitFor();
    await page.getByText('people sign in by it').waitFor();
    expect(await page.getByRole('button', { name: 'Enter another address' }).count()).toBe(0);
    await looksRight(page);
    await page.goto('/imports');
    await page.getByText('This is not for you to see').waitFor();
  });
});

describe('who runs it', () => {
  it('begins with a screen of theirs, and enters the address at which somebody can be reached', async () => {
    const page = await windowAs(browser, api, operator);
    await page.getByRole('link', { name: 'To be mended' }).click();
    await page.getByRole('button', { name: 'Enter another address' }).click();
    await page.getByLabel('Mail address').fill('lena.new@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is to be mended').waitFor();
  });

  it('brings people in by a file: corrects how it is read, sees what is wrong and what would change, and imports it', async () => {
    const page = await windowAs(browser, api, operator, { to: '/imports' });
    const file =
      'Employee ID,Name,Who,Email,Role,Function,Manager ID,Country,Time zone\n' +
      'HR1,x,Ida,ida@example.com,manager,commercial,,DE,Europe/Berlin\n' +
      'HR2,y,Ben,ben@example.com,rep,commercial,HR1,DE,Europe/Berlin\n' +
      'HR3,z,Cem,cem@example.com,rep,commercial,HR1,DE,Mars/Olympus\n';
    await page
      .getByLabel(/^CSV file/)
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByLabel('“Who” is read as').selectOption('Name (needed)');
    expect(await page.getByLabel('“Name” is read as').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Try it: nothing is changed' }).click();
    const wrong = page.getByRole('row', { name: /Mars\/Olympus/ });
    expect(await wrong.innerText()).toMatch(/^4\s+Time zone\s+Mars\/Olympus/);
    await page.getByText('Ida (HR1)').waitFor();
    expect((await api.get<{ items: unknown[] }>('/people?externalId=HR1')).body.items).toEqual([]);
    await looksRight(page);
    await page.getByLabel('Take the good lines').check();
    await page.getByRole('button', { name: 'Import 2 changes' }).click();
    await page.getByRole('heading', { name: 'Imported' }).waitFor();
    const { body } = await api.get<{ items: { name: string }[] }>('/people?search=HR2');
    expect(body.items).toMatchObject([{ name: 'Ben' }]);
  });

  it('finds a person, gives them another manager, and enters when they are away', async () => {
    const other = await addPerson(api, { name: 'Max Other', role: 'manager' });
    const page = await windowAs(browser, api, operator, { to: '/people' });
    await page.getByLabel('Find a person').fill('Ana');
    await page.getByRole('button', { name: /^Ana/ }).click();
    await page.getByText('Europe/Berlin').waitFor();
    await page.getByRole('link', { name: /^Lena/ }).waitFor();
    await page.getByRole('button', { name: 'Give another manager' }).click();
    await page.getByLabel('Who leads them from now on?').fill('Max Oth');
    await page.getByRole('button', { name: /^Max Other/ }).click();
    await page.getByRole('button', { name: 'Make Max Other the manager' }).click();
    await page.getByRole('link', { name: 'Max Other' }).waitFor();
    expect((await api.get(`/people/${team.rep}`)).body).toMatchObject({ managerId: other });
    await page.getByLabel('First day').fill('2026-08-03');
    await page.getByLabel('Last day').fill('2026-08-14');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('3 Aug 2026 – 14 Aug 2026').waitFor();
    await looksRight(page);
  });

  it('adds holidays of their own, takes them away, and leaves those of the library out', async () => {
    const page = await windowAs(browser, api, operator, { to: '/calendars' });
    await page.getByRole('button', { name: 'Add a calendar' }).click();
    await page.getByLabel(/^iCalendar/).setInputFiles({
      name: 'days.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('date\n2026-12-24\n2026-12-31\n'),
    });
    await page.getByLabel('For whom').fill('DE');
    await page.getByLabel('Name').fill('House days');
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('2 days, 24 Dec 2026 – 31 Dec 2026').waitFor();
    await looksRight(page);
    await page.getByLabel('The library’s public holidays count').click();
    await page.getByRole('switch', { checked: false }).waitFor();
    await page.getByRole('button', { name: 'Take away House days' }).click();
    await page.getByRole('button', { name: 'Take away', exact: true }).click();
    await page.getByText('No calendar of your own yet.').waitFor();
    expect((await api.get('/calendars')).body).toEqual({ library: false, items: [] });
  });
});
