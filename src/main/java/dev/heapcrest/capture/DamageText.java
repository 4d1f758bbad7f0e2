package dev.heapcrest.capture;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Damage in words for people: the sentences of the rules, filled in. */
public final class DamageText {
    private static final Pattern PLACE = Pattern.compile("\\{(at|offset|record|(\\d)([,^-]?))}");
    /** Larger powers of two are read more easily as such. */
    private static final long LARGE = 1 << 28;

    private DamageText() {}

    /**
     * All that is wrong, without a final stop; "" for a complete capture. For example {@code there is no allocator 16 (an
     * ALLOCATION record at offset 6882)}.
     */
    public static String of(Coverage coverage) {
        return coverage.damages().stream().map(damage -> of(damage, coverage)).collect(Collectors.joining("; "));
    }

    private static String of(Damage damage, Coverage coverage) {
        String text = filled(damage);
        if (damage.rule().ofContainer()) {
            String there =
                    at(coverage.streamBytes(), coverage.compressed() ? Damage.Stream.DECOMPRESSED : Damage.Stream.FILE);
            return damage.record().isEmpty()
                    ? text + "; the last whole record ends at " + there
                    : text + ", inside " + record(damage) + " at " + there;
        }
        boolean placed = damage.rule().sentence().contains("{at}")
                || damage.rule().sentence().contains("{offset}");
        if (damage.record().isEmpty() && !placed) {
            return text + " (after the last record, " + at(damage.offset(), damage.stream()) + ")";
        }
        return placed ? text : text + " (" + record(damage) + " at " + at(damage.offset(), damage.stream()) + ")";
    }

    /** What the rule says, without the record around it. */
    static String filled(Damage damage) {
        return PLACE.matcher(damage.rule().sentence())
                .replaceAll(place -> Matcher.quoteReplacement(
                        switch (place.group(1)) {
                            case "at" ->
                                damage.rule().ofContainer()
                                        ? "file offset " + damage.offset()
                                        : at(damage.offset(), damage.stream());
                            case "offset" -> String.valueOf(damage.offset());
                            case "record" -> record(damage);
                            default -> value(damage.values().get(Integer.parseInt(place.group(2))), place.group(3));
                        }));
    }

    static String filled(Rule rule, List<Long> values) {
        return filled(new Damage(rule, values, "", 0, Damage.Stream.FILE));
    }

    private static String at(long offset, Damage.Stream stream) {
        return "offset " + offset + (stream == Damage.Stream.DECOMPRESSED ? " of the decompressed stream" : "");
    }

    /** "an ALLOCATION record"; "a record" where its kind is not known. */
    private static String record(Damage damage) {
        String name = damage.record();
        if (name.equals(Damage.UNKNOWN_RECORD)) {
            return "a record";
        }
        return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name + " record";
    }

    private static String value(long value, String form) {
        return switch (form) {
            case "," -> value < 0 ? Long.toUnsignedString(value) : String.format(Locale.ROOT, "%,d", value);
            case "-" -> String.format(Locale.ROOT, "%,d", value);
            case "^" -> power(value);
            default -> Long.toUnsignedString(value);
        };
    }

    private static String power(long value) {
        if (value >= LARGE && Long.bitCount(value) == 1) {
            return "2^" + Long.numberOfTrailingZeros(value);
        }
        return value >= LARGE && Long.bitCount(value + 1) == 1
                ? "2^" + Long.numberOfTrailingZeros(value + 1) + " - 1"
                : Long.toString(value);
    }
}
