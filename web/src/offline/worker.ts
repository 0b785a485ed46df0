import { addRoute, matchPrecache, precache, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';

/** The page of the app and every file that it loads, by scripts/build-web.mjs. */
declare const SHELL: PrecacheEntry[];
/** Addresses that are no pages of the app: whoever answers them answers alone, and nothing of it is kept. */
const OTHERS = [/^\/(api|health|metrics|sign-in|docs|assets|act|unsubscribe)(\/|$|\?)/, /\.\w+$/];
/** How long a bad line may keep somebody waiting for the newest page. */
const PATIENCE_SECONDS = 3;

/*
 * Keeps the app itself, which is the same for everybody, so that it opens without a line. What the API answers is about
 * people: it never passes through here. A new version is fetched beside the old and taken once no page is open that
 * still needs the old files.
 */
precache(SHELL);
registerRoute(
  new NavigationRoute(
    new NetworkOnly({
      networkTimeoutSeconds: PATIENCE_SECONDS,
      plugins: [{ handlerDidError: () => matchPrecache('/') }],
    }),
    { denylist: OTHERS },
  ),
);
addRoute();
