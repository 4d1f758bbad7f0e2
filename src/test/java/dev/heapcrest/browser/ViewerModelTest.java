package dev.heapcrest.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The viewer's model against a naive one, for random reports; a failure names the seed that makes it again. */
@ExtendWith(ChromiumExtension.class)
class ViewerModelTest {
    private static final int REPORTS = 300;

    @Test
    void every_answer_equals_that_of_the_naive_model(Browser browser) {
        long first = Long.getLong("seed", 1);
        Object problems = browser.runWithModules("""
                const {checkReport} = await import('/test/model-properties.js');
                const problems = [];
                for (let seed = given[0]; seed < given[0] + given[1] && problems.length < 10; seed++) {
                  problems.push(...checkReport(seed));
                }
                return problems;
                """, first, REPORTS);
        assertEquals(List.of(), problems);
    }

    @Test
    void siblings_stand_by_falling_measure_and_equal_ones_as_in_the_report_however_many_they_are(Browser browser) {
        Object problems = browser.runWithModules("""
                const {makeArranger} = await import('/model/layout.js');
                const {makeRandom} = await import('/test/synthetic.js');
                const random = makeRandom(given[0]);
                const orders = {
                  rising: (at) => at,
                  falling: (at, count) => count - at,
                  any: () => Math.floor(random() * 1000000),
                  equal: () => 7,
                  'with ties and nothing': () => Math.floor(random() * 5),
                  'one late': (at, count) => (at + 1 === count ? 2 * count : count - at),
                };
                const problems = [];
                // all with the columns of the one before
                const arranger = makeArranger(1001);
                for (const count of [1, 2, 3, 23, 24, 25, 26, 27, 49, 50, 51, 1000]) {
                  for (const [name, order] of Object.entries(orders)) {
                    const bytes = Float64Array.from({length: count + 1}, (_, box) => (box === 0 ? 0 : order(box - 1, count)));
                    bytes[0] = bytes.reduce((sum, amount) => sum + amount, 0);
                    const shape = {
                      count: count + 1,
                      parent: Int32Array.from(bytes, (_, box) => (box === 0 ? -1 : 0)),
                      frame: Int32Array.from(bytes, (_, box) => box),
                    };
                    const {layout} = arranger.arrange(shape, {bytes, counts: bytes.map(Math.sign)}, false);
                    const wanted = [...bytes.keys()].slice(1).filter((box) => bytes[box] !== 0)
                        .sort((a, b) => bytes[b] - bytes[a] || a - b);
                    if (layout.frame.slice(1).join() !== wanted.join()) {
                      problems.push(count + ' siblings, ' + name + ': ' + layout.frame.slice(0, 9).join());
                    }
                  }
                }
                return problems;
                """, Long.getLong("seed", 1));
        assertEquals(List.of(), problems);
    }

    @Test
    void hidden_characters_are_shown_and_harmless_ones_left_alone(Browser browser) {
        Object texts = browser.runWithModules("""
                const {visible} = await import('/model/visible.js');
                return ['a\\u202eb', 'x\\ny', 'tab\\t', '\\ud800z', 'na\\u00efve \\ud83d\\ude00', '\\u0000',
                  'a\\u2028b\\u200bc\\ufeffd\\udc00', '\\udb40\\udc41'].map(visible);
                """);
        assertEquals(
                List.of(
                        "a\\u202eb",
                        "x\\ny",
                        "tab\\t",
                        "\\ud800z",
                        "na\u00efve \ud83d\ude00",
                        "\\x00",
                        "a\\u2028b\\u200bc\\ufeffd\\udc00",
                        "\\udb40\\udc41"),
                texts);
    }

    @Test
    void what_an_address_says_wrongly_is_left_out(Browser browser) {
        Object state = browser.runWithModules("""
                const {initialState, readState} = await import('/model/state.js');
                const {makeReport} = await import('/test/synthetic.js');
                const report = {...makeReport({seed: 1, nodes: 5, threads: 2}), kinds: ['peak', 'leaks']};
                const initial = initialState(report);
                const text = 'v=nowhere&m=temporary&t=0x99&by=size&z=12&s=fp%09zz&s=xx%09f&s=df%09f%09a.py&q=%E0%A4&=&re&c=1';
                const {byCount, steps, ...rest} = readState(text, initial, report);
                const same = Object.entries(rest).every(([field, value]) => value === initial[field]);
                return JSON.stringify([byCount, steps, same]);
                """);
        assertEquals("[true,[{\"type\":\"df\",\"name\":\"f\",\"file\":\"a.py\",\"label\":\"\"}],true]", state);
    }

    @Test
    void text_on_boxes_keeps_a_contrast_of_four_and_a_half_in_both_themes(Browser browser) {
        Object worst = browser.runWithModules("""
                const {PALETTES, assignHues, changeFill, contrast, fillOf, kindHue} = await import('/model/colours.js');
                const hues = [...assignHues(Array.from({length: 12}, (_, at) => 'group ' + at)).values()];
                if (new Set(hues).size !== 12) {
                  return 'only ' + hues;
                }
                let worst = 21;
                for (const palette of Object.values(PALETTES)) {
                  for (let at = 0; at < 12; at++) {
                    for (const hue of [hues[at], kindHue(at), -1]) {
                      for (const shade of [0, 0.5, 1]) {
                        worst = Math.min(worst, contrast(palette.text, fillOf(palette, hue, shade)));
                      }
                    }
                  }
                  for (const strength of [-3, -2, -1, 0, 1, 2, 3]) {
                    worst = Math.min(worst, contrast(palette.text, changeFill(palette, strength)));
                  }
                  worst = Math.min(worst, contrast(palette.text, palette.root), contrast(palette.dimText, palette.dim));
                }
                return worst >= 4.5 ? 'enough' : 'only ' + worst;
                """);
        assertEquals("enough", worst);
    }

    /** Colours as normal eyes and those of two colour blindnesses see them (Machado and others 2009, full severity), in OKLab. */
    private static final String SEEN = """
                const eyes = [
                  [1, 0, 0, 0, 1, 0, 0, 0, 1],
                  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
                  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
                ];
                const seen = (css, eye) => {
                  const rgb = [1, 3, 5].map((at) => parseInt(css.slice(at, at + 2), 16) / 255)
                    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                  const [r, g, b] = [0, 3, 6].map((row) =>
                    Math.max(0, eye[row] * rgb[0] + eye[row + 1] * rgb[1] + eye[row + 2] * rgb[2]));
                  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
                  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
                  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
                  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
                    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
                    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
                };
            """;

    /**
     * No two of the six largest groups are nearer than 0.07, where 0.02 is just told apart side by side.
     */
    @Test
    void the_largest_groups_are_told_apart_by_colour_blind_eyes_too(Browser browser) {
        Object nearest = browser.runWithModules(SEEN + """
                const {FAR, PALETTES, assignHues, fillOf} = await import('/model/colours.js');
                let nearest = 9;
                for (const names of ['astroid pylint json', 'numpy pandas scipy', 'q w e']) {
                  const groups = names.split(' ').concat(['os', 're', 'ast', 'io', 'abc']);
                  const hues = [...assignHues(groups).values()].slice(0, FAR);
                  for (const palette of Object.values(PALETTES)) {
                    for (const eye of eyes) {
                      const points = hues.map((hue) => seen(fillOf(palette, hue, 0.5), eye));
                      points.forEach((one, at) => points.slice(at + 1).forEach((other) => {
                        nearest = Math.min(nearest, Math.hypot(...one.map((value, axis) => value - other[axis])));
                      }));
                    }
                  }
                }
                return nearest;
                """);
        double distance = ((Number) nearest).doubleValue();
        assertTrue(distance >= 0.07, "the nearest are " + distance + " apart");
    }

    /** Growth and loss of one strength are as far apart; the weakest of both and grey at least can be told apart. */
    @Test
    void more_and_less_are_told_apart_by_colour_blind_eyes_too(Browser browser) {
        Object nearest = browser.runWithModules(SEEN + """
                const {PALETTES, changeFill} = await import('/model/colours.js');
                const distances = [1, 1];
                for (const palette of Object.values(PALETTES)) {
                  for (const eye of eyes) {
                    const at = (strength) => seen(changeFill(palette, strength), eye);
                    const apart = (one, other) => Math.hypot(...at(one).map((value, axis) => value - at(other)[axis]));
                    distances[0] = Math.min(distances[0], ...[1, 2, 3].map((strength) => apart(strength, -strength)));
                    distances[1] = Math.min(distances[1], apart(1, 0), apart(-1, 0));
                  }
                }
                return distances;
                """);
        List<?> distances = (List<?>) nearest;
        assertTrue(((Number) distances.get(0)).doubleValue() >= 0.07, "more and less: " + distances);
        assertTrue(((Number) distances.get(1)).doubleValue() >= 0.02, "none: " + distances);
    }

    @Test
    void amounts_read_well_at_every_size(Browser browser) {
        Object texts = browser.runWithModules("""
                const {formatBytes, formatBytesShort, formatShare, formatCount} = await import('/model/units.js');
                return [formatBytes(0), formatBytes(999), formatBytes(1000), formatBytes(999999.9), formatBytesShort(1234567),
                  formatShare(1, 1e9), formatShare(999999, 1e6), formatShare(0, 10), formatShare(0, 0), formatCount(1234567),
                  formatBytesShort(12345), formatBytesShort(123456), formatShare(1, 3), formatShare(1, 30), formatShare(1, 1)]
                  .map((text) => text.replace(/[\\u00a0\\u200a]/g, ' '));
                """);
        assertEquals(
                List.of(
                        "0 B",
                        "999 B",
                        "1.000 kB",
                        "1.000 MB",
                        "1.23 MB",
                        "< 0.01 %",
                        "99.9 %",
                        "0 %",
                        "\u2013",
                        "1,234,567",
                        "12.3 kB",
                        "123 kB",
                        "33.3 %",
                        "3.33 %",
                        "100 %"),
                texts);
    }
}
