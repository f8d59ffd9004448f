// Chromium with one page, and nothing that watches its network: a watcher copies every byte that is sent, which takes longer than sending it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import config from '../playwright.config.js';

/** Starts it with a profile in this folder. */
export async function start(folder) {
  const { executablePath, args } = config.use.launchOptions;
  const options = ['--headless=new', '--remote-debugging-pipe', `--user-data-dir=${folder}`, ...args, 'about:blank'];
  const browser = spawn(executablePath, options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const [, , , commands, answers] = browser.stdio;
  const asked = new Map();
  listen(answers, ({ id, result, error }) => {
    if (error) asked.get(id)?.fail(new Error(error.message));
    else asked.get(id)?.done(result);
  });
  const call = (method, params, sessionId) => new Promise((done, fail) => {
    const id = asked.size + 1;
    asked.set(id, { done, fail });
    commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });
  const { targetInfos } = await call('Target.getTargets');
  const { targetId } = targetInfos.find(({ type }) => type === 'page');
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const send = (method, params) => call(method, params, sessionId);
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  // Looks at each frame that is drawn.
  const until = (condition) => evaluate(`new Promise((done) => { const look = () => ((${condition}) ? done() : requestAnimationFrame(look)); look(); })`);
  const close = async () => {
    const gone = once(browser, 'exit');
    await call('Browser.close');
    await gone;
  };
  return { send, evaluate, until, close };
}

/** Each message ends with a zero byte. */
function listen(answers, hear) {
  let begun = '';
  answers.setEncoding('utf8');
  answers.on('data', (text) => {
    const messages = (begun + text).split('\0');
    begun = messages.pop();
    for (const message of messages) hear(JSON.parse(message));
  });
}
