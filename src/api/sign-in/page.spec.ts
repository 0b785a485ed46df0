import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { formOf } from '../../../test/support/browser.js';
import { aLineBeside, aTeam, leads, openLoop } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { browserOf, json } from '../../../test/support/signed-in.js';

let api: TestApi;
afterEach(() => api?.close());

describe('the page to sign in', () => {
  it('offers the personas of the demo, and signs in and out without a script', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    await openLoop(api, await aTeam(api));
    const browser = browserOf(api);
    const { items } = json<{ items: { name: string; is: string; look: string }[] }>(
      await browser.go('/api/v1/sign-in/personas'),
    );
    const page = await browser.go('/sign-in');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/<script|\son\w+=/);
    expect(items.map(({ is }) => is)).toEqual(
      expect.arrayContaining([
        'Program owner of 1 program, commercial',
        expect.stringMatching(/^First-line manager of \d direct reports?, commercial$/),
        'Rep with 1 enrolment, commercial',
      ]),
    );
    for (const { name, is, look } of items)
      for (const text of [name, is, look]) expect(page.body).toContain(text);

    const { action, fields } = formOf(page);
    // Into the app, where the browser goes on by itself.
    expect((await browser.go(action, { form: fields })).url.pathname).toBe('/');
    const signedIn = await browser.go('/sign-in');
    expect(signedIn.body).toContain(`You are signed in as <strong>${items[0]!.name}</strong>`);
    const out = formOf(signedIn);
    const left = await browser.go(out.action, { form: out.fields, stay: true });
    expect(left.headers.get('clear-site-data')).toBe('"storage"');
    expect((await browser.go(left.headers.get('location')!)).body).not.toContain('You are signed in');
  });

  it('offers everybody with a granted role, and says where in the API to look as them', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    const { program } = await aTeam(api);
    const roles = ['leadership', 'training', 'operator', 'auditor'];
    for (const role of roles) {
      const personId = await addPerson(api, { name: `${role} itself` });
      await api.made('/role-grants', { personId, role, reason: 'so that the demo shows it' });
    }
    const browser = browserOf(api);
    const { items } = json<{ items: { id: string; name: string; is: string; at: string[] }[] }>(
      await browser.go('/api/v1/sign-in/personas'),
    );
    expect(items.slice(0, 4).map(({ name }) => name)).toEqual(roles.map((role) => `${role} itself`));
    expect(items[0]).toMatchObject({
      is: 'Leadership, commercial',
      at: [`/api/v1/insights/map?program=${program.id}`],
    });
    for (const { id, at } of items) {
      await browser.go(`/api/v1/sign-in/as/${id}`, { method: 'POST' });
      const { body } = await browser.go('/sign-in');
      for (const path of at) {
        expect(body).toContain(`<a href="${path}">`);
        expect({ path, status: (await browser.go(path)).status }).toEqual({ path, status: 200 });
      }
    }
  });

  it('offers whoever leads a rep who is offered, and no manager whose people are in no program', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    const large = await aTeam(api);
    const alsoLarge = await aLineBeside(api, large);
    const small = await aLineBeside(api, large);
    const idle = await aTeam(api);
    for (const team of [large, alsoLarge, small]) await openLoop(api, team);
    for (const { manager } of [large, alsoLarge]) await leads(api, manager, await addPerson(api));
    await api.ask('PATCH', `/people/${small.rep}`, { body: { name: 'Aaron, first by name' } });
    const browser = browserOf(api);
    const { items } = json<{ items: { id: string }[] }>(await browser.go('/api/v1/sign-in/personas'));
    const offered = items.map(({ id }) => id);
    expect(offered).toEqual(expect.arrayContaining([small.rep, small.manager]));
    expect(offered).not.toContain(idle.manager);
  });

  it('offers the second line to which something was escalated before those to which nothing was', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    const loops = new Map<string, string>();
    for (const team of [await aTeam(api), await aTeam(api), await aTeam(api)])
      loops.set(team.secondLine, await openLoop(api, team));
    const browser = browserOf(api);
    const offered = async () => {
      const { items } = json<{ items: { id: string; is: string }[] }>(
        await browser.go('/api/v1/sign-in/personas'),
      );
      return items.filter(({ is }) => is.startsWith('Second-line')).map(({ id }) => id);
    };
    const before = await offered();
    const [told, loop] = [...loops].find(([secondLine]) => !before.includes(secondLine))!;
    await api.dataSource.query(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
       VALUES (gen_random_uuid(), $1, 'observe/first', 1, 'secondLine', $2, 0, now(), '{email}', true, 'handedOver', now())`,
      [loop, told],
    );
    expect(before).toHaveLength(2);
    expect((await offered())[0]).toBe(told);
  });

  it('shows a name as a name, whatever it is made of', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    const name = `<img src=x onerror=alert(1)>"'&`;
    const person = await addPerson(api, { name });
    const browser = browserOf(api);
    await browser.go(`/api/v1/sign-in/as/${person}`, { method: 'POST' });
    const { body } = await browser.go('/sign-in');
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });

  it('leads on to where somebody wanted to go, and never away from here', async () => {
    api = await startTestApi({ settings: { signIn: { by: 'demo' } } });
    await openLoop(api, await aTeam(api));
    const browser = browserOf(api);
    const wanted = formOf(await browser.go('/sign-in?to=/team%3Fprogram%3DWAVE-1'));
    expect(wanted.fields.to).toBe('/team?program=WAVE-1');
    expect((await browser.go(wanted.action, { form: wanted.fields })).url.search).toBe('?program=WAVE-1');
    for (const elsewhere of ['https://example.com', '//example.com', '/%5Cexample.com'])
      expect(formOf(await browserOf(api).go(`/sign-in?to=${elsewhere}`)).fields.to).toBe('/');
  });

  it('says no more of a trouble than its words', async () => {
    api = await startTestApi();
    const { body } = await browserOf(api).go('/sign-in?trouble=<b>toString');
    expect(body).not.toContain('role="alert"');
    expect(body).toContain('No identity provider is set up');
  });

  it('is the only thing there is where nobody can sign in: no persona, no way to the provider', async () => {
    api = await startTestApi();
    const person = await addPerson(api);
    const browser = browserOf(api);
    expect((await browser.go(`/api/v1/sign-in/as/${person}`, { method: 'POST' })).status).toBe(404);
    for (const path of ['/api/v1/sign-in', '/api/v1/sign-in/personas', '/api/v1/sign-in/callback'])
      expect((await browser.go(path)).status).toBe(404);
  });
});
