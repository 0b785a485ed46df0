import type { CategoryName } from './field-categories.js';

/** Stored fields of one table that are kept for one purpose. */
export interface Fields {
  columns: string;
  category: CategoryName;
  purpose: string;
}

const fields = (category: CategoryName, columns: string, purpose: string): Fields => ({
  category,
  columns,
  purpose,
});

const BELL = 'ring_seq applied_seq rung_seq rung_at ring_tries wake_at';
const bell = fields(
  'status',
  BELL,
  'Wakes what looks after it; nothing about the person can be read off it.',
);

/** Every stored field about a person, by table. A new column stands here, or the build is refused. */
export const FIELD_REGISTER: Readonly<Record<string, readonly Fields[]>> = {
  person: [
    fields('identity', 'id', 'Stands for the person everywhere else.'),
    fields('identity', 'external_id', 'Recognises the same person in files of HR, LMS and CRM.'),
    fields('identity', 'name', 'Says who is meant, to those who coach and are coached.'),
    fields('contact', 'email', 'Where messages go, and by which Slack finds them.'),
    fields(
      'contact',
      'mail_bounced_at email_since',
      'Whether mail to that address came back: then it is not used.',
    ),
    fields('contact', 'slack_user_id', 'Where messages in Slack go.'),
    fields('contact', 'preferred_channel', 'Which way they want to be reached first.'),
    fields('contact', 'unsubscribed', 'Which messages that nobody waits for they chose not to get.'),
    fields('contact', 'language', 'In which language messages are written.'),
    fields('place', 'role', 'What they are called. It grants nothing.'),
    fields('place', 'function', 'Keeps commercial and medical apart.'),
    fields('place', 'territory region market', 'Where they work; figures are given by region.'),
    fields('place', 'country subdivision', 'Which holidays and which rules of protection hold.'),
    fields('place', 'delegate_id', 'Who stands in while they are away.'),
    fields(
      'time',
      'zone working_week hours_from hours_to',
      'When they work, so that nothing falls due at another time.',
    ),
    fields('time', 'slot quiet_from quiet_to', 'When the one message a day may come.'),
    fields('time', 'visit_days_per_week', 'Of a manager: how many joint visits can be asked of them at all.'),
    fields('time', 'active_from active_until', 'Between which days they belong to the organisation.'),
    fields('messages', 'lane', 'Which sender looks after them, so that they never get two messages at once.'),
    fields('time', 'calendar_version', 'Names the calendar that counts.'),
    fields('status', 'created_at updated_at', 'When the entry was made and last changed.'),
  ],
  calendar_version: [
    fields(
      'time',
      'person_id version slice recorded_at',
      'What was known of their time when a due date was counted; it cannot be changed.',
    ),
  ],
  absence: [
    fields(
      'time',
      'id person_id from_date to_date part_day',
      'On which days nothing may fall due. No reason is stored.',
    ),
    fields('time', 'recorded_at cancelled_at', 'From when it was known, or no longer true.'),
  ],
  reporting_line: [
    fields(
      'place',
      'id person_id manager_id valid_from valid_to',
      'Who leads whom on which dates: who coaches, and who may see what.',
    ),
  ],
  co_coach_share: [
    fields('place', 'id rep_id coach_id valid_from valid_to', 'Who else may observe and coach a rep.'),
  ],
  completion: [
    fields(
      'status',
      'id person_id training_id content_version completed_at imported_at',
      'Which training was completed when: it begins the coaching.',
    ),
  ],
  program: [
    fields('place', 'owner_id sponsor_id', 'Who answers for the program.'),
    fields(
      'status',
      'id code name function crosses_functions cadence_version_id launch_at backfilled blackouts created_at',
      'The program itself; nothing about a person.',
    ),
  ],
  enrolment: [
    fields('identity', 'id rep_id', 'One rep in one capability of one program.'),
    fields('place', 'manager_id', 'Who leads them in this loop now.'),
    fields(
      'status',
      'program_id capability_id rubric_version_id cadence_version_id content_version',
      'Which rules hold in this loop.',
    ),
    fields('status', 'trained_at opened_at', 'When it began.'),
    fields(
      'status',
      'last_seq looked_at why waits_for_hand_over fault fault_at fault_build',
      'How the loop itself runs.',
    ),
    fields('status', 'phase phase_since cycle', 'Where it stands.'),
    fields(
      'status',
      'stall_reason stall_since stall_obligation stall_clearer stall_next_step',
      'Why it does not move, and who can help.',
    ),
    fields('status', 'next_kind next_owner_id next_due_at open', 'What is owed next, by whom and when.'),
    fields(
      'status',
      'observations one_more last_observed_at ready_at next_visit_at',
      'What happened so far, and whether the rep asked to be seen.',
    ),
    fields(
      'status',
      'adopted_at sustained_at lapsed_at ended_at',
      'Whether the capability is adopted, and holds.',
    ),
    bell,
  ],
  fact: [
    fields(
      'status',
      'enrolment_id seq id kind happened_at recorded_at',
      'What happened and when: the log, from which all else follows.',
    ),
    fields('place', 'actor_id', 'Who said so, as an opaque id.'),
    fields('status', 'data', 'Opaque ids, codes and dates of what happened; an overall level, never a text.'),
  ],
  fact_note: [
    fields('texts', 'fact_id text', 'What somebody wrote about what happened.'),
    fields('identity', 'author_id', 'Who wrote it.'),
  ],
  joint_visit: [
    fields(
      'status',
      'id external_id rep_id at channel state moves created_at',
      'The day on which manager and rep go to a customer together.',
    ),
    fields('texts', 'institution', 'Where they go: an institution, never a person.'),
  ],
  joint_visit_observer: [fields('place', 'visit_id person_id', 'Who comes along.')],
  observation: [
    fields(
      'status',
      'id enrolment_id visit_id observed_at channel prompted',
      'What was seen when, and whether the rep knew what would be looked at.',
    ),
    fields('place', 'observer_id', 'Who saw it.'),
    fields('texts', 'customer', 'With which institution, so that one customer is not taken for many.'),
  ],
  feedback: [
    fields(
      'ratings',
      'ratings first_ratings level',
      'How the behaviour compares with the anchors of the rubric.',
    ),
    fields(
      'texts',
      'evidence suggestion',
      'What was seen and what to try next: feedback that can be acted on.',
    ),
    fields('status', 'observation_id talked given_at', 'That there was feedback, and when.'),
    fields(
      'status',
      'has_evidence has_suggestion is_alike',
      'Whether both texts were filled in, and all anchors rated alike: for figures over many, kept when words and ratings are erased.',
    ),
    fields('place', 'given_by', 'Who gave it.'),
  ],
  development_action: [
    fields('texts', 'text', 'What the two agreed to try.'),
    fields(
      'status',
      'id enrolment_id observation_id agreed_at due_at done_at verified_at stands',
      'By when, whether it was done, and whether it was taken back.',
    ),
    fields('ratings', 'tried outcome', 'Whether it helped, and whether it works yet.'),
  ],
  acknowledgement: [
    fields(
      'status',
      'observation_id answer reason answered_at',
      'That the rep has read the feedback, or sees it differently. Reading is not agreeing.',
    ),
    fields('place', 'answered_by', 'Who answered.'),
  ],
  figure_place: [
    fields(
      'place',
      'program_id capability_id rep_id region manager_id group_id',
      'With whom a rep is counted, so that no two figures differ by few people.',
    ),
  ],
  figure_alert: [
    fields(
      'place',
      'acknowledged_by snoozed_by closed_by',
      'Who takes an alert about figures of many, lets it rest or closes it.',
    ),
    fields(
      'status',
      'id rule_id capability_id region kind opened_in opened_at opened_share acknowledged_at snoozed_until closed_in closed_at closed_share closed_how',
      'Where a figure of many left what was hoped for, and what became of it; about nobody.',
    ),
  ],
  figure_alert_act: [
    fields(
      'place',
      'by_id taker_id note',
      'Who takes an alert about figures of many or asks somebody to, lets it rest or closes it, and what they say with it.',
    ),
    fields('status', 'id alert_id act at until', 'What was done about an alert, and when.'),
  ],
  refinement: [
    fields(
      'place',
      'recorded_by withdrawn_by note',
      'Who says what was changed in the content of a training, or takes it back, and what they say of it.',
    ),
    fields(
      'status',
      'id program_id capability_id anchor content_version live_on recorded_at withdrawn_at',
      'What was changed in the content of a training and since when; about nobody.',
    ),
  ],
  job: [
    fields('place', 'person_ids', 'Whose loops have to hear of a change.'),
    fields(
      'status',
      'id kind program_id cause state total done cursor created_at finished_at',
      'How far that has come.',
    ),
    bell,
  ],
  wave_plan: [
    fields(
      'status',
      'program_id job_id hold_days stop_when course because stopped_at',
      'How a program is rolled out region by region, and why it stands still; about nobody.',
    ),
  ],
  wave: [fields('status', 'program_id number regions opened_at', 'Which regions begin when; about nobody.')],
  cadence_move: [
    fields('place', 'asked_by', 'Who asked that open loops go by another version of a cadence.'),
    fields(
      'status',
      'id program_id cadence_version_id region most_messages counted_from counted undoes begins course',
      'Which loops go by which version from now on, and how fast; about nobody.',
    ),
  ],
  simulation: [
    fields('place', 'asked_by', 'Who asked what a cadence would do.'),
    fields(
      'status',
      'id program_id document beside from_at weeks runs seed course result',
      'What a cadence would do to inboxes and diaries; of managers, how much they would be asked for.',
    ),
    fields(
      'status',
      'behaviour',
      'How often people act, over all programs: shares of at least 50 cases of ten people, of nobody in particular.',
    ),
  ],
  finding: [
    fields(
      'status',
      'code subject first_found_at last_found_at rung_at repaired_at',
      'That the machinery broke a promise at a loop, message, job or sender, so that it is repaired.',
    ),
  ],
  promise_check: [fields('status', 'code checked_at', 'When the machinery was last looked after.')],
  import_run: [
    fields('access', 'id kind dry_run applied created_at', 'That a file was brought in.'),
    fields(
      'identity',
      'report',
      'Which of its lines were wrong, with the values that were; removed with the person named there.',
    ),
  ],
  pulse: [
    fields(
      'status',
      'id person_id capability_id program_id enrolment_id month answered',
      'That the question of the month was asked and answered; never what was answered.',
    ),
  ],
  nudge: [
    fields(
      'messages',
      'id enrolment_id obligation rung audience person_id lane slot_at via stall goes_on_to goes_on_at',
      'A message that stands ready, to whom and why.',
    ),
    fields('messages', 'state delivery_id queued_at handed_over_at', 'What became of it: never sent twice.'),
    fields(
      'messages',
      'place because waits_since',
      'Where it stood in that message and why, and since when it waited for room in one.',
    ),
  ],
  delivery: [
    fields(
      'messages',
      'id person_id lane day waiting channel other_channels state attempts next_try_at in_doubt error reports retried_at stale marks created_at handed_over_at',
      'One message to one person, and whether it was handed over.',
    ),
    fields(
      'contact',
      'provider_ref',
      'Where Slack or mail keep it, so that it can be edited and is not repeated.',
    ),
  ],
  invitation: [
    fields(
      'messages',
      'id visit_id person_id lane wanted cancelled starts_at changed_at',
      'Which joint visit should stand in whose calendar.',
    ),
    fields(
      'messages',
      'sent sending due_at attempts in_doubt error reports',
      'What became of that mail: never sent twice.',
    ),
  ],
  api_key: [
    fields(
      'access',
      'id name hash scopes made_by created_at last_used_at expires_at revoked_at',
      'Lets a machine in, and shows whether it still does.',
    ),
  ],
  role_grant: [
    fields(
      'access',
      'id person_id role subject_id reason granted_by granted_by_kind valid_from valid_to',
      'Who holds which role beyond their place in the line, why and until when.',
    ),
  ],
  observation_share: [
    fields(
      'access',
      'id observation_id reader_id by_rep_at by_coach_at ended_at',
      'With whom rep and coach both share one observation.',
    ),
  ],
  draft: [
    fields(
      'drafts',
      'person_id key filled expires_at',
      'What somebody began to write, so that a closed window loses nothing.',
    ),
  ],
  session: [
    fields(
      'access',
      'id hash person_id way created_at used_at lapses_at expires_at sealed_id_token',
      'Lets a person in who signed in, until it ends.',
    ),
  ],
  provider_account: [
    fields(
      'access',
      'person_id issuer subject bound_at',
      'Recognises the account at the company’s sign-in with which they came first.',
    ),
  ],
  audit_entry: [
    fields(
      'access',
      'id at event action by_kind by_id person_id via route people record_type record_id before after request_id address outcome',
      'Shows who read, changed and signed in. It cannot be changed; entries go after AUDIT_MONTHS.',
    ),
  ],
  idempotent_answer: [
    fields(
      'access',
      'caller_id key request_hash status created_at',
      'Recognises a request that is sent again.',
    ),
    fields('texts', 'body', 'The answer that was given to it.'),
  ],
};

/** Tables without any field about a person, each with what it holds. */
export const NOT_ABOUT_PEOPLE: Readonly<Record<string, string>> = {
  capability: 'what can be coached',
  rubric_version: 'how a capability is recognised',
  training: 'trainings',
  training_capability: 'what a training introduces',
  program_capability: 'what a program coaches',
  cadence_plan: 'cadences in the making',
  cadence_version: 'published cadences',
  country_setting: 'what the organisation asks for a country',
  lane: 'senders',
  holiday_calendar: 'the organisation’s own holidays',
  setting: 'choices of the organisation',
  figure_alert_rule: 'about which figures of many somebody wants to be told',
  figure_group: 'what reps who are counted together had in common; never who they are',
  figure_count: 'what the logs of such a group say, added up',
  figure_release: 'published figures',
  pulse_answer: 'answers to the monthly question, without whose they are',
  build: 'versions of the worker',
  token_bucket: 'how many calls a provider takes',
};
