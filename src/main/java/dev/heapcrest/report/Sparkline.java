package dev.heapcrest.report;

import dev.heapcrest.profile.Profile;
import java.util.Arrays;

/**
 * The heap over time, small enough for a row of a table: the highest sample of each of at most {@link #POINTS} equal parts
 * of the time. Nothing is drawn between parts that have a sample each, so a spike stays.
 */
public final class Sparkline {
    private static final int POINTS = 60;
    private static final int HEIGHT = 24;

    private final String path;

    private Sparkline(String path) {
        this.path = path;
    }

    static Sparkline of(Profile.Timeline timeline) {
        int count = timeline.count();
        if (count < 2) {
            return new Sparkline("");
        }
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        long most = 0;
        for (int i = 0; i < count; i++) {
            start = Math.min(start, timeline.epochMillis().get(i));
            end = Math.max(end, timeline.epochMillis().get(i));
            most = Math.max(most, timeline.heapBytes().get(i));
        }
        if (end <= start || most == 0) {
            return new Sparkline("");
        }
        int points = Math.min(POINTS, count);
        long[] highest = new long[points];
        Arrays.fill(highest, -1);
        for (int i = 0; i < count; i++) {
            double moment = (double) (timeline.epochMillis().get(i) - start) / (end - start);
            int point = (int) Math.min(points - 1, moment * points);
            highest[point] = Math.max(highest[point], timeline.heapBytes().get(i));
        }
        StringBuilder path = new StringBuilder(points * 6);
        for (int point = 0; point < points; point++) {
            if (highest[point] >= 0) {
                long x = Math.round(100.0 * point / (points - 1));
                long y = Math.round(HEIGHT - (double) HEIGHT * highest[point] / most);
                path.append(path.length() == 0 ? 'M' : 'L')
                        .append(x)
                        .append(' ')
                        .append(y);
            }
        }
        return new Sparkline(path.toString());
    }

    /**
     * One that was drawn before.
     *
     * @param path what {@link #path()} gave
     */
    public static Sparkline earlier(String path) {
        return new Sparkline(path);
    }

    /** The data of an SVG path, in a box of 100 by 24; "" where there is nothing to draw. */
    public String path() {
        return path;
    }
}
