import type { Links } from '../links.js';
import type { Message } from '../message.js';
import type { Letter, Press } from '../wording/letter.js';

/** A longer address is broken by some mail clients. */
const LONGEST_ADDRESS = 900;

/** A letter whose links do what they say, wherever the mail is opened. */
export interface ActingLetter {
  letter: Letter;
  /** Where one POST ends all that this letter says (RFC 8058); null where some of it is owed. */
  stopAt: string | null;
}

/** Puts signed links in place of those that lead to the app and could be pressed there. */
export async function acting(letter: Letter, message: Message, links: Links): Promise<ActingLetter> {
  const { key: deliveryId, to, at } = message;
  const holder = { deliveryId, personId: to.personId };
  const address = (path: string): string => `${message.appUrl.replace(/\/+$/, '')}/${path}`;
  const pressed = async <T extends { href: string; press: Press | null }>(link: T): Promise<T> => {
    if (link.press === null) return link;
    const href = address(`act/${await links.act.sign({ ...holder, ...link.press }, at)}`);
    return href.length > LONGEST_ADDRESS ? link : { ...link, href };
  };
  const cards = await Promise.all(
    letter.cards.map(async (card) => ({ ...card, links: await Promise.all(card.links.map(pressed)) })),
  );
  const others = await Promise.all(letter.others.map(pressed));
  const stopping = async (kinds: Letter['stops'][number]['kind'][]): Promise<string> =>
    address(`unsubscribe/${await links.stop.sign({ ...holder, kinds }, at)}`);
  const stops = await Promise.all(
    letter.stops.map(async ({ kind, link }) => ({
      kind,
      link: { ...link, href: await stopping([kind]) },
    })),
  );
  const mayStop = stops.length > 0 && letter.owed === null;
  return {
    letter: { ...letter, cards, others, stops },
    stopAt: mayStop ? await stopping(stops.map(({ kind }) => kind)) : null,
  };
}
