import type { ApiSettings } from '../../config/index.js';
import { HOUR, MINUTE } from '../../domain/time.js';
import type { SessionLimits } from '../../store/rights/sessions.js';

/** As the settings say. */
export const sessionLimits = ({
  sessionHours,
  sessionIdleMinutes,
}: Pick<ApiSettings, 'sessionHours' | 'sessionIdleMinutes'>): SessionLimits => ({
  absolute: sessionHours * HOUR,
  idle: sessionIdleMinutes * MINUTE,
});
