import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CadenceReview } from '#api/types.gen';
import { messageOf, statusOf } from '../../api/problem';
import { Meanwhile } from '../../shared/meanwhile';
import type { useKeeping } from './keeping';
import classes from './cadence.module.css';

/** At the foot of the editor: what was found in the draft, keeping it, and publishing it in two steps. */
export function Keep({
  keeping,
  review,
  version,
  done,
}: {
  keeping: ReturnType<typeof useKeeping>;
  /** Undefined: not known yet. */
  review: CadenceReview | undefined;
  /** The number that the next version gets. */
  version: number;
  /** What is offered once it is published. */
  done: React.ReactNode;
}) {
  const t = useTranslations('cadence.keep');
  const { isChanged, since, leave, keepMine, save, saveNow, publish, name } = keeping;
  /** Names one publishing, however often it is sent. */
  const [key, setKey] = useState<string | null>(null);
  const problems = review?.problems.length ?? 0;
  const wrong = [save.error, publish.error].find((error) => error !== null && statusOf(error) !== 412);
  const close = (): void => {
    setKey(null);
    publish.reset();
  };
  if (since !== null)
    return (
      <div className={classes.keep}>
        <Meanwhile
          then={[]}
          since={since.theirs}
          mine={since.mine}
          keep={t('keepMine')}
          onKeep={() => keepMine(since.now)}
          leave={t('leaveIt')}
          onLeave={() => leave(since.now)}
        />
      </div>
    );
  return (
    <div className={classes.keep}>
      {key !== null && publish.isSuccess && (
        <div role="group" aria-label={t('publish')}>
          <p role="status">
            <strong>{t('published', { version: publish.data.version })}</strong>
          </p>
          {done}
          <Button variant="subtle" mih={44} onClick={close}>
            {t('close')}
          </Button>
        </div>
      )}
      {key !== null && !publish.isSuccess && (
        <div role="group" aria-label={t('publish')}>
          <p>{problems > 0 ? t('not', { count: problems }) : t('effect', { version, cadence: name })}</p>
          <div className={classes.buttons}>
            {problems === 0 && (
              <Button autoFocus mih={44} loading={publish.isPending} onClick={() => publish.mutate(key)}>
                {t('yes', { version })}
              </Button>
            )}
            <Button variant="default" mih={44} onClick={close}>
              {t('no')}
            </Button>
          </div>
        </div>
      )}
      {wrong !== undefined && (
        <p role="alert" className={classes.wrong}>
          {t('failed', { why: messageOf(wrong) })}
        </p>
      )}
      {key === null && (
        <div className={classes.buttons}>
          <Button variant="default" mih={44} loading={save.isPending} disabled={!isChanged} onClick={saveNow}>
            {t('save')}
          </Button>
          <Button
            mih={44}
            onClick={() => {
              publish.reset();
              setKey(crypto.randomUUID());
            }}
          >
            {t('publish')}
          </Button>
          <span role="status" className="soft">
            {isChanged ? t('notSaved') : save.isSuccess ? t('saved') : ''}
          </span>
          {review && (
            <a href="#problems" className={classes.summary}>
              {t('summary', { problems, concerns: review.concerns.length })}
            </a>
          )}
        </div>
      )}
    </div>
  );
}
