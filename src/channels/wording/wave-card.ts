import { STOP_REASONS } from '../../domain/waves.js';
import type { WaveItem } from '../message.js';
import { isText } from './card-parts.js';
import { percent } from './figure-parts.js';
import type { Card } from './letter.js';
import { appLink, type Reader } from './reader.js';

/** A wave of a rollout has begun, or a rule stopped it and its owner decides. */
export function waveCard(item: WaveItem, reader: Reader): Card {
  const { words, say, title, list, name, dates, message } = reader;
  const { wave } = words;
  const { because, stopWhen, nextAt, regions } = item;
  const programs = title(item.program);
  const isStopped = because.length > 0;
  return {
    headline: say(isStopped ? wave.stopped : wave.begun, {
      program: programs,
      wave: item.wave,
      of: item.of,
    }),
    about: list([...regions.map((region) => name(region)), ...(item.wave === item.of ? [wave.rest] : [])]),
    lines: [
      ...STOP_REASONS.filter((reason) => because.includes(reason)).map((reason) =>
        say(wave.because[reason], {
          limit: reason === 'atFault' ? '' : percent(stopWhen[reason] ?? 0, reader),
        }),
      ),
      isStopped ? wave.yours : null,
      nextAt === null ? null : say(wave.next, { date: dates.date(nextAt) }),
    ].filter(isText),
    links: [
      {
        code: 'seeRollout',
        label: words.actions.seeRollout,
        href: appLink(message, 'programs'),
        press: null,
      },
    ],
    small: [say(words.figures.why.programOwner, { programs })],
    done: false,
  };
}
