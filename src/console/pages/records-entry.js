import { api } from './api.js';
import { field, form, h, notify, select } from './dom.js';
import { callList, messageIdOf, recordsPath, sendOnce } from './record-message.js';
import { outcomeOf } from './record-outcome.js';

/** Beyond it a text gets several lines. */
const LONG = 255;

/** Enters one record by hand; what is wrong with it is told at its fields. */
export function entryForm({ application, members, kind, calls }) {
  const results = h('div', { class: 'body' });
  const { list, chosen } = callList(calls, ['add', 'modify', 'delete']);
  const place = h('div', { class: 'card' });
  const draw = () => {
    const call = chosen();
    const asked = ({ name }) => call.deed !== 'delete' || kind.primaryKey.includes(name);
    const made = form(
      'grid',
      send,
      kind.fields.filter(asked).map(inputOf),
      h('div', { class: 'buttons' }, h('button', { class: 'primary' }, '提交')),
    );
    const messageId = messageIdOf(made);
    async function send(values) {
      clearFaults(made);
      const told = await sendOnce(() =>
        api('POST', recordsPath(application, '/enter'), {
          operation: call.operation,
          members: { ...members(), ...call.members },
          messageId: messageId.get(),
          record: values,
        }),
      );
      const elsewhere = told.faults.filter((fault) => !showFault(made, fault));
      const lines = elsewhere.map(({ message }) => h('p', { class: 'notice bad' }, message));
      results.replaceChildren(outcomeOf(told, lines));
      if (told.outcome !== 'accepted') return;
      notify(told.message);
      made.reset();
      messageId.renew();
    }
    place.replaceChildren(made);
  };
  list.addEventListener('change', draw);
  draw();
  return [h('div', { class: 'card' }, field('操作', list)), place, results];
}

function inputOf({ name, title, required, hint, values, maxLength = 0 }) {
  const control = values
    ? select(name, [['', ''], ...values.map((value) => [value, value])])
    : h(maxLength > LONG ? 'textarea' : 'input', { name, autocomplete: 'off', spellcheck: 'false' });
  control.required = required;
  return field(`${title}${required ? ' *' : ''}`, control, { hint });
}

/** Shows a fault at its field; false where there is no such field. */
function showFault(made, { member, message }) {
  const control = member && made.elements.namedItem(member);
  if (!control) return false;
  control.setAttribute('aria-invalid', 'true');
  control.closest('label').append(h('small', { class: 'fault' }, message));
  return true;
}

function clearFaults(made) {
  for (const told of made.querySelectorAll('.fault')) told.remove();
  for (const control of made.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
}
