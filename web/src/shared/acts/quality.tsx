import { Button } from '@mantine/core';
import { useDeferredValue, type MouseEvent } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { feedbackQuality, qualityLanguage, saysWhen } from '../../../../src/domain/feedback-quality/index';
import classes from './acts.module.css';

/** Of less nobody can say anything yet. */
const BEGUN = 12;

/** What would help whoever reads it, while it is being written: said here to whoever writes, and kept nowhere. */
export function QualityHint({ evidence, suggestion }: { evidence: string; suggestion: string }) {
  const t = useTranslations('quality');
  const format = useFormatter();
  const language = qualityLanguage(useLocale());
  const written = { evidence: useDeferredValue(evidence), suggestion: useDeferredValue(suggestion) };
  if (written.evidence.trim().length + written.suggestion.trim().length < BEGUN) return null;
  const { help, because } = feedbackQuality(written, language);
  const found = Object.entries(because).filter(([, words]) => words.length > 0);
  return (
    <div className={classes.quality}>
      <p role="status">{t(`help.${help ?? 'none'}`)}</p>
      <details>
        <summary>{t('why')}</summary>
        {found.map(([sign, words]) => (
          <p key={sign}>
            {t(`because.${sign as keyof typeof because}`, {
              words: format.list(words.map((word) => t('word', { word }))),
            })}
          </p>
        ))}
        {found.length === 0 && <p>{t('because.none')}</p>}
        <p>{t('private')}</p>
      </details>
    </div>
  );
}

/** Help with an agreement that says when it is to be done. */
export function IfThen({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations('quality.ifThen');
  const language = qualityLanguage(useLocale());
  const begin = ({ currentTarget }: MouseEvent): void => {
    const text = currentTarget.parentElement?.querySelector('textarea');
    onChange(t('start'));
    requestAnimationFrame(() => {
      text?.focus();
      const gap = t('start').indexOf('…');
      text?.setSelectionRange(gap, gap + 1);
    });
  };
  if (value.trim() === '')
    return (
      <Button variant="default" mih={44} mt={8} onClick={begin}>
        {t('start')}
      </Button>
    );
  return (
    <p role="status" className={classes.quality}>
      {saysWhen(value, language) ? t('says') : t('wants')}
    </p>
  );
}
