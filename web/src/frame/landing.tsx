import { Navigate } from '@tanstack/react-router';
import { isOneOf } from './places';
import { useSession } from './session';

/** Where somebody begins, by what they are here. */
export function Landing() {
  const { places } = useSession();
  return isOneOf(places, ['manager', 'coCoach']) ? (
    <Navigate to="/team" replace />
  ) : (
    <Navigate to="/enrolments" replace />
  );
}
