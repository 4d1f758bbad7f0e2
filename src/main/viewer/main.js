import {readReport} from './format/report-reader.js';

/** Until the viewer itself is here: reads the payload and says what it found. */
async function start() {
  const root = document.documentElement;
  const app = document.getElementById('app');
  const blocks = Array.from(document.querySelectorAll('script.payload'), (block) => block.textContent);
  const line = document.createElement('p');
  app.append(line);
  try {
    const report = await readReport(blocks);
    line.textContent = report.nodes.count + ' nodes';
    root.dataset.state = 'ready';
  } catch (problem) {
    line.setAttribute('role', 'alert');
    line.textContent = problem.message;
    root.dataset.state = 'failed';
  }
  root.classList.remove('scripted');
}

if (typeof document !== 'undefined') {
  document.documentElement.classList.add('scripted');
  document.addEventListener('DOMContentLoaded', start);
}
