/** Keeps the app on the device; where the browser cannot or may not, it works as before. */
export function keepAppHere(): void {
  if ('serviceWorker' in navigator)
    void navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
}
