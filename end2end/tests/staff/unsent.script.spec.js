// What is written on a case's page is not lost by sending another form, or by going elsewhere, without a question.
import { expect, test } from '@playwright/test';
import { anonymous, file } from '../../support/report.js';
import { act, deskOf, openCase } from '../../support/staff.js';

test('what is half written is asked about, and what is sent is not', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...anonymous, title: `写了一半 ${project.name}` });
  const desk = await deskOf(browser, 'yuexiu', project);
  const asked = [];
  const answers = ['dismiss', 'dismiss', 'accept'];
  desk.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog[answers[asked.length - 1]]();
  });
  await openCase(desk, number);
  const note = desk.locator('#note-message');
  await note.fill('写了一半的备注');

  await desk.locator('#action-accept button[type=submit]').click();
  await expect.poll(() => asked.length).toBe(1);
  await desk.locator('#back-link').click();
  await expect.poll(() => asked.length).toBe(2);
  await expect(note).toHaveValue('写了一半的备注');
  await act(desk, 'accept');
  await expect(desk).toHaveURL(/done=accept/);
  expect(asked).toEqual(['beforeunload', 'beforeunload', 'beforeunload']);

  await act(desk, 'note', { message: '写完的备注' });
  await expect(desk).toHaveURL(/done=note/);
  expect(asked).toHaveLength(3);
});
