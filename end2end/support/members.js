// The staff of the portal under test. The first of a unit with a role makes the key that the role needs.
import path from 'node:path';

const everything = ['officer', 'lead', 'custodian'];
const password = '清风-穿堂而过-2026';

export const members = {
  city: { login: 'chen.city', unit: '440100', unitName: '广州市', roles: [...everything, 'administrator', 'auditor'], password },
  tianhe: { login: 'li.tianhe', unit: '440106', unitName: '天河区', roles: ['officer', 'lead'], password, grants: 'second' },
  // Keeps the identities of 天河区.
  keeper: { login: 'he.keeper', unit: '440106', unitName: '天河区', roles: ['custodian', 'administrator'], password, grants: 'second' },
  second: { login: 'luo.second', unit: '440106', unitName: '天河区', roles: ['custodian', 'officer'], password },
  yuexiu: { login: 'wu.yuexiu', unit: '440104', unitName: '越秀区', roles: everything, password },
  // Has nobody who keeps identities.
  panyu: { login: 'liang.panyu', unit: '440113', unitName: '番禺区', roles: ['officer', 'lead'], password },
  // Those below sign in inside a test: one for each way in which it runs, and one for passkeys.
  haizhu: { login: 'he.haizhu', unit: '440105', unitName: '海珠区', roles: everything, password },
  liwan: { login: 'zhou.liwan', unit: '440103', unitName: '荔湾区', roles: everything, password },
  passkey: { login: 'deng.passkey', unit: '440105', unitName: '海珠区', roles: ['officer'], password },
};

/** Where the signed-in state of a member is kept during a run. */
export function stateOf(name) {
  return path.join(process.env.QINGFENG_FOLDER ?? '.', `${name}.state.json`);
}
