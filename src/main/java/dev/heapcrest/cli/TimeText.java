package dev.heapcrest.cli;

import dev.heapcrest.profile.HistoryOptions;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as they are typed. Those without a zone are UTC, as all times in reports. */
final class TimeText {
    private static final Pattern SINCE_START = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(ms|s)?");
    private static final BigDecimal MILLIS_A_SECOND = BigDecimal.valueOf(1000);
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    /** Who types the start of a run may round it down. */
    private static final long ROUNDING_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private TimeText() {}

    /** Null for what is no time. */
    static HistoryOptions.@Nullable Moment parse(String text) {
        Matcher number = SINCE_START.matcher(text);
        if (number.matches()) {
            BigDecimal value = new BigDecimal(number.group(1));
            BigDecimal millis = "s".equals(number.group(2)) ? value.multiply(MILLIS_A_SECOND) : value;
            return HistoryOptions.Moment.sinceStart(millis.longValue());
        }
        try {
            return text.indexOf('T') >= 0 || text.indexOf('-') >= 0
                    ? HistoryOptions.Moment.at(instant(text))
                    : clock(LocalTime.parse(text));
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static Instant instant(String text) {
        String iso = text.trim().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException withoutZone) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }

    /** That time of the day at which the run starts, or of the next day. */
    private static HistoryOptions.Moment clock(LocalTime time) {
        long millisOfDay = TimeUnit.NANOSECONDS.toMillis(time.toNanoOfDay());
        return startMillis -> {
            long today = startMillis - Math.floorMod(startMillis, DAY_MILLIS) + millisOfDay;
            return today < startMillis - ROUNDING_MILLIS ? today + DAY_MILLIS : today;
        };
    }
}
