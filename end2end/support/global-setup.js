import path from 'node:path';
import { addStaff, startPortal } from './portal.js';
import { members } from './members.js';

export default async function setUp() {
  const binary = path.resolve(process.env.QINGFENG_BINARY ?? '../target/release/qingfeng');
  const portal = await startPortal(binary);
  process.env.QINGFENG_BASE_URL = portal.url;
  process.env.QINGFENG_FOLDER = portal.folder;
  for (const member of Object.values(members)) await addStaff(portal.folder, member);
  return portal.stop;
}
