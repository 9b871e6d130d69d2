// electron-builder's afterExtract hook for a package made from the stand-in. Its default app is for development and would stand
// before the real one; the other file says where the program it was taken from finds its updates.
const { rm } = require('node:fs/promises');
const path = require('node:path');

/** @param {{ appOutDir: string }} context */
exports.default = async ({ appOutDir }) => {
  for (const name of ['app', 'app-update.yml']) {
    await rm(path.join(appOutDir, 'resources', name), { recursive: true, force: true });
  }
};
