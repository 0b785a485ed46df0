import { Navigate } from '@tanstack/react-router';
import { SCREENS } from './places';
import { useSession } from './session';

/** Where somebody begins for whom nothing can wait: the first screen that is for them. Every place has one. */
export function Landing() {
  const { places } = useSession();
  const first = SCREENS.find(({ isFor }) => isFor(places))!;
  return <Navigate to={first.to} replace />;
}
