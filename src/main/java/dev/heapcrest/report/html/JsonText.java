package dev.heapcrest.report.html;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Builds a JSON text that may stand inside a script element: {@code < > &} and the line separators of JavaScript are
 * written as escapes, as are control and invisible characters.
 */
final class JsonText {
    private final StringBuilder text = new StringBuilder();
    private boolean separate;

    JsonText beginObject() {
        return begin('{');
    }

    JsonText endObject() {
        return end('}');
    }

    JsonText beginArray() {
        return begin('[');
    }

    JsonText endArray() {
        return end(']');
    }

    JsonText name(String name) {
        value(name);
        text.append(':');
        separate = false;
        return this;
    }

    JsonText value(@Nullable String value) {
        comma();
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    JsonText value(long value) {
        comma();
        text.append(value);
        return this;
    }

    JsonText value(float value) {
        comma();
        text.append(value);
        return this;
    }

    JsonText value(boolean value) {
        comma();
        text.append(value);
        return this;
    }

    JsonText nullValue() {
        return value((String) null);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText begin(char bracket) {
        comma();
        text.append(bracket);
        separate = false;
        return this;
    }

    private JsonText end(char bracket) {
        text.append(bracket);
        separate = true;
        return this;
    }

    private void comma() {
        if (separate) {
            text.append(',');
        }
        separate = true;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c == '<' || c == '>' || c == '&' || c < 0x20 || (c >= 0x7F && !Character.isLetterOrDigit(c))) {
                text.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
