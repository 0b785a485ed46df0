import { placeFirstVisit } from './capacity.js';

const place = (waiting: number, visitDaysPerWeek = 1) =>
  placeFirstVisit({ visitDaysPerWeek, workingDaysPerWeek: 5, waiting }, 10, 30);

describe('a manager with one visit day a week and ten working days to the first due date', () => {
  it.each([
    [0, 0, true],
    [1, 0, true],
    [2, 5, true],
    [7, 30, true],
    [8, 30, false],
  ])('gives rep number %i a place %i working days later (fits: %j)', (waiting, spreadDays, fits) => {
    expect(place(waiting)).toEqual({ spreadDays, fits });
  });

  it('with two days a week takes twice as many', () => {
    expect(place(3, 2)).toEqual({ spreadDays: 0, fits: true });
  });

  it('without any has no place', () => {
    expect(place(0, 0)).toEqual({ spreadDays: 30, fits: false });
  });
});
