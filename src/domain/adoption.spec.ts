import { judge, type Evidence } from './adoption.js';
import type { AdoptionRule } from './cadence.js';

const rule: AdoptionRule = {
  observations: 2,
  level: 'proficient',
  channels: 1,
  customers: 0,
  days: 1,
  observers: 1,
  unprompted: 0,
  confirmed: 0,
};

const seen = (id: string, given: Partial<Evidence> = {}): Evidence => ({
  id,
  at: Number(id) * 1_000,
  day: `2026-03-0${id}`,
  channel: 'faceToFace',
  customer: null,
  observer: 'lena',
  prompted: true,
  level: 3,
  confirmed: false,
  ...given,
});

const verdict = (
  asked: Partial<AdoptionRule>,
  observations: Evidence[],
  farEnough: (a: number, b: number) => boolean = () => true,
) => judge({ ...rule, ...asked }, 3, observations, farEnough);

describe('the adoption rule', () => {
  it.each([
    ['enough at the level', {}, [seen('1'), seen('2')], true],
    ['one too few', {}, [seen('1')], false],
    ['one below the level', {}, [seen('1', { level: 2 }), seen('2')], false],
    ['one that had no occasion', {}, [seen('1'), seen('2', { level: null })], false],
    ['enough, but the latest is below', {}, [seen('1'), seen('2'), seen('3', { level: 1 })], false],
    ['enough, and the latest had no occasion', {}, [seen('1'), seen('2'), seen('3', { level: null })], true],
    ['one channel where two are asked', { channels: 2 }, [seen('1'), seen('2')], false],
    [
      'two channels where two are asked',
      { channels: 2 },
      [seen('1'), seen('2', { channel: 'remote' })],
      true,
    ],
    ['one day where two are asked', { days: 2 }, [seen('1'), seen('2', { day: '2026-03-01' })], false],
    ['no customer named where one is asked', { customers: 1 }, [seen('1'), seen('2')], false],
    ['one customer named', { customers: 1 }, [seen('1'), seen('2', { customer: 'clinic' })], true],
    ['one observer where two are asked', { observers: 2 }, [seen('1'), seen('2')], false],
    ['all prompted where one must not be', { unprompted: 1 }, [seen('1'), seen('2')], false],
    ['one unprompted', { unprompted: 1 }, [seen('1'), seen('2', { prompted: false })], true],
    ['one confirmed as asked', { confirmed: 1 }, [seen('1', { confirmed: true }), seen('2')], true],
  ] as [string, Partial<AdoptionRule>, Evidence[], boolean][])('%s: %j', (_, asked, observations, holds) => {
    expect(verdict(asked, observations).holds).toBe(holds);
  });

  it('says where nothing but a confirmation is missing', () => {
    expect(verdict({ confirmed: 1 }, [seen('1'), seen('2')])).toEqual({
      holds: false,
      lacksOnlyConfirmation: true,
      evidence: ['1', '2'],
    });
  });

  it('counts one of two that lie too close together', () => {
    expect(verdict({}, [seen('1'), seen('2')], () => false)).toMatchObject({ holds: false, evidence: ['1'] });
  });
});
