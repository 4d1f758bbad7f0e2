import {readReport} from './format/report-reader.js';

if (typeof document !== 'undefined') {
  document.addEventListener('DOMContentLoaded', async () => {
    const blocks = Array.from(document.querySelectorAll('script.payload'), (block) => block.textContent);
    const report = await readReport(blocks);
    document.title = 'memray - ' + report.meta.title;
  });
}
