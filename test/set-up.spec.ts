const SCRIPTS: string = '../scripts/setup/';
const { whyNodeIsUnfit } = (await import(`${SCRIPTS}node-version.mjs`)) as {
  whyNodeIsUnfit(version: string): string | undefined;
};
const { whyNotInstalled } = (await import(`${SCRIPTS}dependencies.mjs`)) as {
  whyNotInstalled(output: string, root: string): string;
};

describe('the set-up of the commands', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.1.0'])('runs on Node %s', (version) => {
    expect(whyNodeIsUnfit(version)).toBeUndefined();
  });

  it.each(['18.20.4', '20.18.1', '21.7.0'])('says on Node %s what it needs', (version) => {
    expect(whyNodeIsUnfit(version)).toMatch(
      `This is Node ${version}; Followthrough needs Node 20.19 or newer`,
    );
  });

  it.each([
    [
      'npm error code ENOTFOUND\nnpm error network request to https://registry',
      /The npm registry cannot be reached/,
    ],
    ['npm error code EACCES\nnpm error syscall mkdir', /cannot be written to .*node_modules: no permission/],
    ['npm error code ENOSPC', /the disk of \/clone is full/],
    ['spawn npm ENOENT: not found', /npm is not on PATH/],
    ['npm error code E404\nnpm error 404 x@1', /npm ci failed\. It said:\n.*E404/],
  ])('explains %j in one sentence', (output, sentence) => {
    expect(whyNotInstalled(output, '/clone')).toMatch(sentence);
  });
});
