import { Anchor, Button, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  linesAssignMutation,
  peopleChangeMutation,
  peopleGetOptions,
  unreachableListQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { UnreachablePeople } from '#api/types.gen';
import { isSaidAt, messageOf, problemAt } from '../../api/problem';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { FormFoot } from '../../shared/form-foot';
import { useListAgain } from '../../shared/list-again';
import { Moment } from '../../shared/moment';
import { PersonSearch } from '../../shared/person-search';
import { Loaded } from '../../shared/states';
import classes from './unreachable.module.css';
import { VisitDays } from './visit-days';

type Item = UnreachablePeople['items'][number];

/** What mends it, by who has to do what where. */
const MENDED_AT = {
  noManager: 'line',
  notMyRep: 'doubt',
  noRoom: 'room',
  noAccount: 'slack',
  deactivated: 'slack',
  bounced: 'mail',
  noAddress: 'mail',
  mailboxRefused: 'mail',
  messageRefused: 'mail',
  policyRefused: 'mail',
  other: 'either',
} as const satisfies Record<Item['why'], string>;

interface MendProps {
  person: Item['person'];
  close: () => void;
}

const ADDRESS = { by: 'changeAddress', Form: Address } as const;
const MENDS = {
  line: { by: 'nameManager', Form: NameManager },
  doubt: { by: 'nameManager', Form: NameManager },
  room: { by: 'changeDays', Form: VisitDays },
  slack: ADDRESS,
  mail: ADDRESS,
  either: ADDRESS,
} as const;

/** One person: why they hear nothing, and what mends it, in place where it is for whoever looks. */
export function One({ item: { person, why, since, loops, enrolmentId } }: { item: Item }) {
  const t = useTranslations('unreachable');
  const { places } = useSession();
  const [form, setForm] = useState<'shut' | 'open' | 'shutAgain'>('shut');
  const isForOperator = runsIt(places);
  const at = MENDED_AT[why];
  const { by, Form } = MENDS[at];
  return (
    <li>
      <h2 dir="auto">{person.name}</h2>
      <p>
        {t(`why.${why}`)}{' '}
        <span className="soft">
          {t('since')} <Moment at={since} /> · {t('loops', { loops })}
        </span>
      </p>
      <p className="soft">{t(`mends.${at}.${isForOperator ? 'operator' : 'owner'}`)}</p>
      {isForOperator ? (
        form === 'open' ? (
          <Form person={person} close={() => setForm('shutAgain')} />
        ) : (
          // Whoever was in the form goes on from where it was.
          <Button variant="default" mih={44} autoFocus={form === 'shutAgain'} onClick={() => setForm('open')}>
            {t(by)}
          </Button>
        )
      ) : (
        enrolmentId !== null && (
          <Anchor
            renderRoot={(props) => <Link {...props} to="/enrolments/$id" params={{ id: enrolmentId }} />}
          >
            {t('seeLoop')}
          </Anchor>
        )
      )}
    </li>
  );
}

function Address({ person: { id }, close }: MendProps) {
  const person = useQuery(peopleGetOptions({ path: { id } }));
  return (
    <Loaded query={person} lines={2}>
      {({ email }) => <AddressForm id={id} email={email} close={close} />}
    </Loaded>
  );
}

function AddressForm({ id, email, close }: { id: string; email: string; close: () => void }) {
  const t = useTranslations('unreachable');
  const [text, setText] = useState(email);
  const change = useMutation({
    ...peopleChangeMutation(),
    onSuccess: useListAgain(unreachableListQueryKey({ path: { id: '' } })),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ path: { id }, body: { email: text.trim() } });
      }}
    >
      <TextInput
        autoFocus
        required
        type="email"
        label={t('address')}
        value={text}
        error={problemAt(change.error, 'email')}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <FormFoot
        error={isSaidAt(change.error, ['email']) ? null : change.error}
        isSending={change.isPending}
        send={t('save')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}

function NameManager({ person: { id }, close }: MendProps) {
  const t = useTranslations('unreachable');
  const assign = useMutation({
    ...linesAssignMutation(),
    onSuccess: useListAgain(unreachableListQueryKey({ path: { id: '' } })),
  });
  return (
    <div className={classes.form}>
      <PersonSearch
        autoFocus
        label={t('whoLeads')}
        without={id}
        choose={(manager) => assign.mutate({ path: { id }, body: { managerId: manager.id } })}
      />
      {assign.isError && (
        <Text role="alert" size="sm" c="var(--warn)">
          {messageOf(assign.error)}
        </Text>
      )}
      <Button variant="default" onClick={close} loading={assign.isPending}>
        {t('cancel')}
      </Button>
    </div>
  );
}
