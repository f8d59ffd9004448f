import { startPortal } from './portal.js';
import { members } from './members.js';

/** Starts the portal of this run; or takes the one at QINGFENG_BASE_URL, for a quick look at the reporter's pages. */
export default async function setUp() {
  if (process.env.QINGFENG_BASE_URL) return;
  const portal = await startPortal(Object.values(members));
  process.env.QINGFENG_BASE_URL = portal.url;
  process.env.QINGFENG_FOLDER = portal.folder;
  return portal.stop;
}
