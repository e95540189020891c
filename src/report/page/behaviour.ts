/** What the page does: choose a spelling, show traces, copy, download. A classic script, as it stands in the page. */
export const BEHAVIOUR = String.raw`'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const texts = JSON.parse(byId('texts').textContent);

  // Announced to screen readers, and shown on the button for a while.
  const said = byId('said');
  const waiting = new Map();
  const say = (button, text) => {
    if (!waiting.has(button)) button.dataset.label = button.textContent;
    clearTimeout(waiting.get(button));
    button.textContent = text;
    said.textContent = text;
    waiting.set(button, setTimeout(() => {
      button.textContent = button.dataset.label;
      said.textContent = '';
      waiting.delete(button);
    }, 2000));
  };

  // Spelling.
  const spell = (chosen) => {
    for (const block of all('[data-spelling]')) block.hidden = block.dataset.spelling !== chosen;
  };
  for (const radio of all('input[name=spelling]')) radio.addEventListener('change', () => spell(radio.value));

  // Traces are shown in one box that follows hover, focus and touch; Escape closes it.
  const box = byId('trace');
  let shown = null;
  let leaving;
  const hide = () => {
    box.hidden = true;
    shown = null;
  };
  const show = (number) => {
    clearTimeout(leaving);
    const note = byId(number.getAttribute('aria-describedby'));
    if (!note) return;
    shown = number;
    box.textContent = note.textContent;
    box.hidden = false;
    const at = number.getClientRects()[0] || number.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, width - box.offsetWidth - 8));
    const below = at.bottom + 6;
    const above = at.top - box.offsetHeight - 6;
    box.style.left = left + 'px';
    box.style.top = (below + box.offsetHeight > innerHeight && above > 0 ? above : below) + 'px';
  };
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 150);
  };
  for (const number of all('.traced')) {
    number.addEventListener('mouseenter', () => show(number));
    number.addEventListener('focus', () => show(number));
    number.addEventListener('click', () => show(number));
    number.addEventListener('mouseleave', leave);
    number.addEventListener('blur', leave);
  }
  box.addEventListener('mouseenter', () => clearTimeout(leaving));
  box.addEventListener('mouseleave', leave);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown) hide();
  });
  addEventListener('scroll', () => { if (shown) hide(); }, { passive: true });

  // Copying. A page opened as a file may have no clipboard to write to: then by selection and command.
  const byCommand = (text, html) => {
    let copied = false;
    const put = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData('text/plain', text);
      if (html !== null) event.clipboardData.setData('text/html', html);
      copied = true;
    };
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    area.setAttribute('aria-hidden', 'true');
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    document.addEventListener('copy', put, true);
    try {
      return document.execCommand('copy') && copied;
    } catch {
      return false;
    } finally {
      document.removeEventListener('copy', put, true);
      area.remove();
      if (before && before.focus) before.focus({ preventScroll: true });
    }
  };
  const copy = async (text, html) => {
    try {
      if (html !== null) {
        const blob = (type, part) => new Blob([part], { type });
        await navigator.clipboard.write([
          new ClipboardItem({ 'text/plain': blob('text/plain', text), 'text/html': blob('text/html', html) }),
        ]);
      } else await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byCommand(text, html);
    }
  };
  for (const button of all('[data-copy]')) {
    button.addEventListener('click', async () => {
      const found = texts[button.dataset.copy];
      const form = button.dataset.form;
      const copied = await copy(form === 'markdown' ? found.markdown : found.text, form === 'html' ? found.html : null);
      say(button, copied ? 'Copied' : 'Not copied: select the text');
    });
  }

  // Figures are saved in the colours of paper, whatever the page shows.
  const PAPER = '--series-1:#0072b2;--series-2:#d55e00;--series-3:#009e73;--series-4:#cc79a7;--series-5:#56b4e9;--series-6:#e69f00;--series-7:#7a6f00;--series-8:#000000;';
  const standalone = (drawing) => {
    const source = drawing.querySelector('svg');
    const svg = source.cloneNode(true);
    const box = source.viewBox.baseVal;
    const size = source.getBoundingClientRect();
    const width = box && box.width ? box.width : size.width;
    const height = box && box.height ? box.height : size.height;
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.setAttribute('width', width);
    svg.setAttribute('height', height);
    const own = svg.getAttribute('style');
    svg.setAttribute('style', PAPER + 'color:#1b1b1b;background:#ffffff;' + (own === null ? '' : own));
    return { text: '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(svg), width, height };
  };
  const save = (blob, name) => {
    const link = document.createElement('a');
    const address = URL.createObjectURL(blob);
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };
  const picture = ({ text, width, height }) => new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      const scale = 3;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
    };
    image.onerror = () => reject(new Error('no picture'));
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  });
  for (const button of all('[data-download]')) {
    button.addEventListener('click', async () => {
      const { download, figure, name } = button.dataset;
      const made = standalone(byId(figure));
      try {
        const blob = download === 'svg' ? new Blob([made.text], { type: 'image/svg+xml' }) : await picture(made);
        save(blob, name + '.' + download);
        say(button, 'Saved');
      } catch {
        say(button, 'Not saved');
      }
    });
  }

  // The part that is being read is marked in the contents.
  const links = new Map(all('.contents a').map((link) => [link.hash.slice(1), link]));
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      for (const [id, link] of links) {
        if (id === target.id) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    }
  }, { rootMargin: '-20% 0px -75% 0px' });
  for (const id of links.keys()) watcher.observe(byId(id));

  // Paper has no folds, so printing opens them all.
  let opened = [];
  addEventListener('beforeprint', () => {
    hide();
    opened = all('details:not([open])');
    for (const part of opened) part.open = true;
  });
  addEventListener('afterprint', () => {
    for (const part of opened) part.open = false;
  });
})();
`;
