import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Loading } from '../shared/states';
import { firstScreenOf } from './places';
import { useSession } from './session';

/** Brings whoever does not begin with Today to where they begin. */
export function Landing() {
  const { places } = useSession();
  const navigate = useNavigate();
  const to = firstScreenOf(places);
  // Once: it stays here, and is drawn again, until that screen has come.
  useEffect(() => void navigate({ to, replace: true }), [navigate, to]);
  return <Loading />;
}
