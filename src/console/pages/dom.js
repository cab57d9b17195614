/**
 * Makes an element. Texts become text nodes, never markup, so whatever a partner calls itself stays a text.
 * `on…` members are listeners, all others attributes; false, null and undefined are left out.
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
}

/** A table, or a sentence when it would be empty. */
export function table(head, rows, empty) {
  if (rows.length === 0) return h('div', { class: 'scroll' }, h('p', { class: 'empty' }, empty));
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, head.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell) => h('td', {}, cell))))),
    ),
  );
}

/** Names and values, one a line. */
export function facts(pairs) {
  return h(
    'dl',
    {},
    pairs
      .filter(([, value]) => value !== undefined && value !== '' && value !== null)
      .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}

export function tag(text, kind = '') {
  return h('span', { class: `tag ${kind}` }, text);
}

/** A labelled input, select or textarea. */
export function field(label, control, { hint, wide } = {}) {
  return h(
    'label',
    { class: wide ? 'wide' : undefined },
    h('span', {}, label),
    control,
    hint && h('small', {}, hint),
  );
}

export function select(name, options, chosen) {
  return h(
    'select',
    { name },
    options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)),
  );
}

/** A button that cannot be pressed twice at once. */
export function button(text, work, kind = '') {
  const made = h('button', { type: 'button', class: kind, onclick: () => busy(made, work) }, text);
  return made;
}

/** A form whose values go to `submit` as an object of texts; what goes wrong is told inside it. */
export function form(kind, submit, ...children) {
  const fault = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const made = h('form', { class: kind }, ...children, fault);
  const tell = (text) => {
    fault.hidden = false;
    fault.replaceChildren(text);
    fault.scrollIntoView({ block: 'nearest' });
  };
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    fault.hidden = true;
    const values = Object.fromEntries(new FormData(made));
    busy(event.submitter ?? made.querySelector('button'), () => submit(values), tell);
  });
  return made;
}

async function busy(control, work, tell = (text) => notify(text, 'bad')) {
  if (control) control.disabled = true;
  try {
    await work();
  } catch (error) {
    tell(error.message);
  } finally {
    if (control) control.disabled = false;
  }
}

/** Tells something for some seconds. */
export function notify(text, kind = '') {
  const note = h('p', { class: kind }, text);
  document.getElementById('notices').append(note);
  setTimeout(() => note.remove(), kind === 'bad' ? 9000 : 4000);
}

/** Shows a dialog; `fill` gets the function that closes it. */
export function dialog(title, fill) {
  const shown = h('dialog', { 'aria-label': title });
  const close = () => {
    shown.close();
    shown.remove();
  };
  shown.addEventListener('close', () => shown.remove());
  shown.append(h('div', { class: 'body' }, h('h2', {}, title), fill(close)));
  document.body.append(shown);
  shown.showModal();
}

/** Asks before something that others notice. */
export function confirmed(question, text) {
  return new Promise((resolve) => {
    const answer = (close, value) => () => {
      resolve(value);
      close();
    };
    dialog(question, (close) =>
      h(
        'div',
        { class: 'body' },
        h('p', {}, text),
        h(
          'div',
          { class: 'head' },
          button('确定', answer(close, true), 'primary'),
          button('取消', answer(close, false)),
        ),
      ),
    );
  });
}

/** An instant as it is read in China. */
export function time(instant) {
  if (!instant) return '';
  return new Date(instant).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}

/** Lines of a text without the empty ones. */
export function lines(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
