/** @returns one sentence with the way out if this Node cannot run the project; undefined if it can. */
export function whyNodeIsUnfit(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major >= 22 || (major === 20 && minor >= 19)) return undefined;
  return (
    `This is Node ${version}; Followthrough needs Node 20.19 or newer of the 20 line, 22 or 24. ` +
    `Install one of them (https://nodejs.org, or "nvm install 22") and run the command again.`
  );
}
