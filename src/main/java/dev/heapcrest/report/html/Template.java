package dev.heapcrest.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Mustache template as the build left it: {@link TemplateBuild} has had it read by mustache.java, and this runs what came
 * out. To read the templates of a page in each run, and to look its variables up by reflection, took a sixth of the CPU
 * time of a small report.
 *
 * <p>A template is a row of steps: a kind (a byte), the number of bytes that follow (4, big-endian), those bytes. Of a text
 * they are the text, of a variable its name, of a section the length of the name (a byte), the name, and the steps inside.
 * All text is UTF-8. Immutable.
 */
final class Template {
    static final byte TEXT = 0;

    /** A variable with what means something in HTML escaped. */
    static final byte ESCAPED = 1;

    /** A variable as it is; a {@link Shell}, too. */
    static final byte RAW = 2;

    /** For each element of a list, or once for what is neither null, false nor empty. */
    static final byte SECTION = 3;

    /** Once where a section would not be written. */
    static final byte INVERTED = 4;

    /** Kind and number of bytes. */
    static final int STEP_BYTES = 5;

    private final byte[] steps;
    /** The same, for the lengths in it. */
    private final ByteBuffer numbers;

    Template(byte[] steps) {
        this.steps = steps;
        numbers = ByteBuffer.wrap(steps);
    }

    /** @param name of the resource, without its ending */
    static Template load(String name) {
        try (InputStream stream = Template.class.getResourceAsStream(resource(name))) {
            if (stream == null) {
                throw new IllegalStateException("the build left out " + resource(name));
            }
            return new Template(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + resource(name) + " of this program", unreadable);
        }
    }

    static String resource(String name) {
        return name + ".template";
    }

    /** Where names are looked up: in the innermost map that has them. */
    private record Scope(Object value, @Nullable Scope outer) {
        @Nullable
        Object find(String name) {
            if (name.equals(".")) {
                return value;
            }
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.value instanceof Map<?, ?> map && map.containsKey(name)) {
                    return map.get(name);
                }
            }
            return null;
        }
    }

    /**
     * Writes the page in many small pieces.
     *
     * @param variables texts, numbers, truth values, maps, and lists of them; null is as good as false
     * @param out not flushed
     */
    void write(Map<String, ?> variables, OutputStream out) throws IOException {
        run(0, steps.length, new Scope(variables, null), out);
    }

    private void run(int start, int end, Scope scope, OutputStream out) throws IOException {
        int at = start;
        while (at < end) {
            int kind = steps[at];
            int from = at + STEP_BYTES;
            at = from + numbers.getInt(at + 1);
            switch (kind) {
                case TEXT -> out.write(steps, from, at - from);
                case ESCAPED -> writeEscaped(scope.find(name(from, at - from)), out);
                case RAW -> writeRaw(scope.find(name(from, at - from)), out);
                default -> {
                    int inside = from + 1 + steps[from];
                    section(kind == INVERTED, scope.find(name(from + 1, steps[from])), inside, at, scope, out);
                }
            }
        }
    }

    private void section(boolean inverted, @Nullable Object value, int start, int end, Scope scope, OutputStream out)
            throws IOException {
        boolean there = value instanceof Iterable<?> list
                ? list.iterator().hasNext()
                : value != null && !Boolean.FALSE.equals(value) && !"".equals(value);
        if (inverted) {
            if (!there) {
                run(start, end, scope, out);
            }
        } else if (value instanceof Iterable<?> list) {
            for (Object each : list) {
                run(start, end, new Scope(each, scope), out);
            }
        } else if (there && value != null) {
            run(start, end, new Scope(value, scope), out);
        }
    }

    private String name(int from, int length) {
        return new String(steps, from, length, StandardCharsets.UTF_8);
    }

    private static void writeRaw(@Nullable Object value, OutputStream out) throws IOException {
        if (value instanceof Shell shell) {
            shell.writeTo(out);
        } else if (value != null) {
            out.write(value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeEscaped(@Nullable Object value, OutputStream out) throws IOException {
        if (value == null) {
            return;
        }
        String text = value.toString();
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i));
            if (escaped != null) {
                out.write(text.substring(written, i).getBytes(StandardCharsets.UTF_8));
                out.write(escaped.getBytes(StandardCharsets.UTF_8));
                written = i + 1;
            }
        }
        out.write(text.substring(written).getBytes(StandardCharsets.UTF_8));
    }

    /** As mustache.java does; null for a character that stays. */
    private static @Nullable String escaped(char c) {
        return switch (c) {
            case '"' -> "&quot;";
            case '&' -> "&amp;";
            case '\'' -> "&#39;";
            case '<' -> "&lt;";
            case '=' -> "&#61;";
            case '>' -> "&gt;";
            case '`' -> "&#96;";
            default -> c <= '\r' ? "&#" + (int) c + ";" : null;
        };
    }
}
