/**
 * @fileoverview The part of the flame graph that is in sight, saved as a picture.
 */

import {cutLabel} from '../model/visible.js';
import {boundsOf, svg} from './dom.js';
import {saveBlob, saveText} from './saving.js';
import {speakBox} from './sentences.js';
import {App, Graph} from './types.js';

/** Width of a letter of the graph's font at 12 pixels. */
const LETTER = 7.23;

/**
 * @param {!Graph} flame
 */
export function savePng(flame) {
  flame.canvas.toBlob((/** !Blob */ blob) => saveBlob(blob, 'heapcrest.png'), 'image/png');
}

/**
 * @param {!App} app
 * @param {!Graph} flame
 */
export function saveSvg(app, flame) {
  const {names} = app;
  const paint = app.paints.get();
  const {palette} = paint;
  const layout = flame.layout();
  const widths = flame.widths();
  const bounds = boundsOf(flame.element);
  const image = svg(
    'svg',
    {
      'xmlns': 'http://www.w3.org/2000/svg',
      'viewBox': '0 0 ' + bounds.width + ' ' + bounds.height,
      'width': bounds.width,
      'height': bounds.height,
      'font-family': 'monospace',
      'font-size': 12,
    },
    svg('rect', {'width': '100%', 'height': '100%', 'fill': palette.ground}),
  );
  flame.eachDrawn((box, _level, place) => {
    const frame = layout.frame[box];
    const label = names.label(frame);
    const fit = cutLabel(label, Math.floor((place.width - 8) / LETTER));
    image.append(
      svg(
        'g',
        null,
        svg('title', {text: speakBox(names, layout, widths, flame.whole(), box)}),
        svg('rect', {
          'x': place.x.toFixed(2),
          'y': place.y.toFixed(1),
          'width': Math.max(0.3, place.width - 0.7).toFixed(2),
          'height': place.height,
          'fill': paint.fill(layout, box),
        }),
        fit === ''
          ? null
          : svg('text', {
              'x': (place.x + 4).toFixed(2),
              'y': (place.y + 14).toFixed(1),
              'fill': palette.text,
              'text': fit,
            }),
      ),
    );
  });
  saveText(new XMLSerializer().serializeToString(image), 'heapcrest.svg', 'image/svg+xml');
}
