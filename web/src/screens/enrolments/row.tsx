import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { EnrolmentSummary } from '#api/types.gen';
import { Glance } from '../../shared/glance';
import { Moment } from '../../shared/moment';
import classes from './enrolments.module.css';

/** One enrolment of the list: who and what, where it stands, and what is owed next. */
export function EnrolmentRow({ enrolment }: { enrolment: EnrolmentSummary }) {
  const t = useTranslations();
  const { id, rep, capability, program, glance, stall, next, manager } = enrolment;
  return (
    <li className={classes.row}>
      <div>
        <Link to="/enrolments/$id" params={{ id }} className={classes.link}>
          {rep.name}
        </Link>
        <div className="soft">
          {capability.name} · {program.name}
        </div>
      </div>
      <div>
        {glance && <Glance of={glance} />}
        {stall && <div className="soft">{t(`stall.${stall.reason}`)}</div>}
      </div>
      <div className={classes.next}>
        {next && (
          <>
            <span>{t(`owed.${next.kind}`)}</span>
            {next.dueAt && (
              <div className={next.overdue ? classes.late : 'soft'}>
                {next.overdue ? t('enrolments.was') : t('enrolments.due')} <Moment at={next.dueAt} />
              </div>
            )}
          </>
        )}
      </div>
      <div className={`soft ${classes.manager}`}>{manager?.name}</div>
    </li>
  );
}
