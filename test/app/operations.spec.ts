import type { Browser, Page } from 'playwright-core';
import { signedIn, type TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startApp, startChromium, windowAs } from '../support/chromium.js';
import { givenUp, type GivenUp } from '../support/given-up.js';
import { startLanes, type Lanes } from '../support/lanes.js';
import { addPerson } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let lanes: Lanes;
let one: GivenUp;
let operator: string;
let auditor: string;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  lanes = await startLanes(api);
  one = await givenUp(api, lanes);
  operator = await addPerson(api, { name: 'Oda' });
  auditor = await addPerson(api, { name: 'Aude' });
  await api.made('/role-grants', { personId: operator, role: 'operator', reason: 'runs it' });
  await api.made('/role-grants', { personId: auditor, role: 'auditor', reason: 'for the works council' });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await lanes?.end();
  await api?.close();
});

const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('main [aria-busy]').first().waitFor({ state: 'detached' });
};

describe('whoever runs the product', () => {
  it('begins with its parts, sees what was given up and why, and lets it be tried again: the mail arrives', async () => {
    const page = await windowAs(browser, api, operator);
    const complaints = complaintsOf(page.context());
    await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor();
    const line = (name: string) => page.getByRole('listitem').filter({ hasText: name });
    await line('Keeps everything that is true').getByText('Well').waitFor();
    await line('They say every half minute that they run').getByText('Needs somebody').waitFor();
    await line('Messages given up').getByRole('link', { name: 'See these messages' }).click();
    await page.getByText('The mail server says there is no such mailbox').waitFor();
    one.mend();
    await page.getByRole('button', { name: /^Try again: the message to Lena/ }).click();
    await page.getByText('It is tried again now.').waitFor();
    const arrived = lanes.mail.waitFor(({ to }) => to.length > 0);
    await lanes.drain();
    await arrived;
    await page.getByLabel('What became of it').selectOption('handed over');
    await page.getByRole('listitem').getByText('tried once more by hand').waitFor();
    expect(new URL(page.url()).search).toBe('?state=handedOver');
    expect(complaints).toEqual([]);
  });

  it('makes a key that is shown once, and revokes it', async () => {
    const page = await windowAs(browser, api, operator, { to: '/access' });
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('For what it is').fill('CRM');
    await page.getByLabel('bring in files').check();
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    const secret = await page.getByRole('status').locator('code').innerText();
    expect(secret.length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.getByText(secret).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke: the key CRM' }).click();
    await page
      .getByRole('group', { name: 'Revoke: the key CRM' })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('listitem').filter({ hasText: 'CRM' }).getByText('revoked').waitFor();
  });

  it('grants a role by mail address, with a reason, and ends it', async () => {
    const leah = await addPerson(api, { name: 'Leah' });
    const { email } = (await api.get<{ email: string }>(`/people/${leah}`)).body;
    const page = await windowAs(browser, api, operator, { to: '/access' });
    await page.getByRole('button', { name: 'Grant a role' }).click();
    await page.getByLabel('Mail address of the person').fill(email);
    await page.getByLabel(/^Why/).fill('sits on the board');
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByText('sits on the board').waitFor();
    const end = 'End: the role Leadership of Leah';
    await page.getByRole('button', { name: end }).click();
    await page.getByRole('group', { name: end }).getByRole('button', { name: 'End' }).click();
    await page.getByRole('button', { name: end }).waitFor({ state: 'detached' });
  });
});

describe('whoever audits', () => {
  it('finds who read a record, in sentences, by an address that can be kept', async () => {
    await (await signedIn(api, operator)).get(`/people/${one.team.rep}`);
    const page = await windowAs(browser, api, auditor);
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
    await page.getByLabel('Whose records').fill('ana');
    await page.getByLabel('What', { exact: true }).selectOption('Reads');
    await page.waitForURL(({ search }) => search.includes('whose=ana') && search.includes('event=read'));
    const entry = page
      .getByRole('listitem')
      .filter({ hasText: 'Oda read the master data of a person.' })
      .filter({ has: page.getByRole('link', { name: /^Ana/ }) });
    await entry.locator('summary').click();
    await entry.getByText('person.read').waitFor();
    await entry.getByRole('link', { name: 'Oda' }).click();
    await page.getByText('Only what one person or key did').waitFor();
    const file = await page.getByRole('link', { name: 'All that fit as a file (CSV)' }).getAttribute('href');
    expect(file).toBe(`/api/v1/audit/export?by=${operator}`);
  });
});

describe('these screens', () => {
  it.each([
    ['a phone', PHONE, 'dark'],
    ['a desktop', DESKTOP, 'light'],
  ] as const)(
    'can be used by everybody, in German: axe finds nothing, on %s',
    async (_, viewport, colorScheme) => {
      const both = await addPerson(api, { name: 'Olga', language: 'de' });
      for (const role of ['operator', 'auditor'])
        await api.made('/role-grants', { personId: both, role, reason: 'for a story' });
      const page = await windowAs(browser, api, both, { viewport, colorScheme });
      for (const route of ['/operations', '/messages?state=all', '/access', '/audit', '/audit?who=nobody']) {
        await page.goto(route);
        await settled(page);
        for (const what of (await page.getByText('Was darin steht').all()).slice(0, 2)) await what.click();
        for (const name of ['Schlüssel erstellen', 'Rolle vergeben'])
          for (const button of await page.getByRole('button', { name }).all()) await button.click();
        expect({ route, found: await axeOn(page) }).toEqual({ route, found: [] });
        expect({ route, width: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({
          route,
          width: viewport.width,
        });
      }
    },
  );

  it('are for nobody else', async () => {
    const page = await windowAs(browser, api, one.team.manager, { to: '/operations' });
    for (const route of ['/operations', '/messages', '/access', '/audit']) {
      await page.goto(route);
      await page.getByText('This is not for you to see').waitFor();
    }
  });
});
