import type { Rubric } from '../../src/domain/rubric.js';

/** The same four levels for all, so that one adoption rule fits them. */
const levels: Rubric['levels'] = [
  { code: 'starting', label: 'Starting' },
  { code: 'developing', label: 'Developing' },
  { code: 'proficient', label: 'Proficient' },
  { code: 'exemplary', label: 'Exemplary' },
];

export interface SampleCapability {
  code: string;
  name: string;
  rubric: Rubric;
  training: { code: string; name: string };
}

export const OBJECTIONS: SampleCapability = {
  code: 'objection-handling',
  name: 'Objection handling',
  training: { code: 'OBJ-101', name: 'Objection handling' },
  rubric: {
    levels,
    anchors: [
      { code: 'acknowledges', text: 'Acknowledges the concern before answering it.' },
      { code: 'asks-first', text: 'Asks what lies behind the objection before bringing data.' },
      { code: 'answers-to-the-point', text: 'Answers this objection, not a neighbouring one.' },
      { code: 'links-to-patient', text: 'Links the evidence to the kind of patient just spoken of.' },
      { code: 'checks', text: 'Checks whether the concern is settled, and agrees the next step.' },
    ],
  },
};

export const EVIDENCE: SampleCapability = {
  code: 'evidence-exchange',
  name: 'Evidence exchange',
  training: { code: 'EVI-201', name: 'Evidence exchange' },
  rubric: {
    levels,
    anchors: [
      { code: 'finds-the-question', text: 'Finds out which question the evidence is to answer.' },
      { code: 'chooses', text: 'Chooses the one study that answers it, and says why that one.' },
      { code: 'states-limits', text: 'States the limits of the evidence unasked.' },
      { code: 'stays-on-label', text: 'Stays within the label, and says so where a question leaves it.' },
      { code: 'invites-view', text: 'Invites the other’s clinical view and takes it up.' },
    ],
  },
};

export const ACCESS: SampleCapability = {
  code: 'access-conversation',
  name: 'Access conversation',
  training: { code: 'ACC-301', name: 'Access conversation' },
  rubric: {
    levels,
    anchors: [
      { code: 'maps-decision', text: 'Maps who decides on listing, and by which criteria.' },
      { code: 'opens-with-need', text: 'Opens with the need of the institution, not with the price.' },
      { code: 'shows-value', text: 'Shows the value in figures of this institution.' },
      { code: 'handles-budget', text: 'Handles the budget question without promising.' },
      { code: 'agrees-path', text: 'Agrees a path with dates and people to the decision.' },
    ],
  },
};

/** Trained, and not rolled out yet. */
export const VALUE: SampleCapability = {
  code: 'value-conversation',
  name: 'Value conversation',
  training: { code: 'VAL-401', name: 'Value conversation' },
  rubric: {
    levels,
    anchors: [
      { code: 'asks-for-goals', text: 'Asks what this department is measured by.' },
      { code: 'one-figure', text: 'Brings one figure that belongs to that goal.' },
      { code: 'names-source', text: 'Names where the figure comes from.' },
      { code: 'leaves-out', text: 'Leaves out what was not asked.' },
      { code: 'agrees-measure', text: 'Agrees by what both will see that it helped.' },
    ],
  },
};

export const OPENING: SampleCapability = {
  code: 'opening-question',
  name: 'Opening question',
  training: { code: 'OPN-001', name: 'Opening question' },
  rubric: {
    levels,
    anchors: [
      { code: 'open-question', text: 'Begins with an open question.' },
      { code: 'silence', text: 'Leaves the other time to answer.' },
      { code: 'picks-up', text: 'Picks up a word of the answer.' },
      { code: 'no-pitch', text: 'Brings no product message in the first minute.' },
      { code: 'sums-up', text: 'Sums up what was heard before going on.' },
    ],
  },
};

export const CAPABILITIES: readonly SampleCapability[] = [OBJECTIONS, EVIDENCE, ACCESS, VALUE, OPENING];
