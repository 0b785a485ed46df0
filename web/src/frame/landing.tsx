import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Loading } from '../shared/states';
import { SCREENS } from './places';
import { useSession } from './session';

/** Where somebody begins for whom nothing can wait: the first screen that is for them. Every place has one. */
export function Landing() {
  const { places } = useSession();
  const navigate = useNavigate();
  const { to } = SCREENS.find(({ isFor }) => isFor(places))!;
  // Once: it stays here, and is drawn again, until that screen has come.
  useEffect(() => void navigate({ to, replace: true }), [navigate, to]);
  return <Loading />;
}
