package dev.heapcrest.cli;

import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.report.Quantities;
import java.util.concurrent.TimeUnit;

/** Tells how far a command has come. Fast commands show nothing. */
final class Progress implements ReadProgress, AutoCloseable {
    /** As typed on the command line. */
    enum Mode {
        auto,
        plain,
        none
    }

    private static final String CLEAR_LINE = "\r\033[K";
    /** A longer line would wrap, and its start would stay on the screen. */
    private static final int WIDTH = 79;

    private static final int NAME_WIDTH = 28;
    private static final long LINE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PLAIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Before that an estimate of the rest is a guess. */
    private static final long ETA_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Terminal terminal;
    private final String inputName;
    private final boolean shown;
    private final boolean updating;
    private final long startNanos;
    private long lastNanos;
    private boolean lineShown;

    Progress(Terminal terminal, Mode mode, String inputName) {
        this.terminal = terminal;
        this.inputName = shortened(inputName);
        updating = mode == Mode.auto && terminal.interactive();
        shown = updating || mode == Mode.plain;
        startNanos = terminal.nanoClock().getAsLong();
        lastNanos = startNanos;
    }

    @Override
    public boolean advanced(long inputBytes, long inputSizeBytes, long records) {
        long now = terminal.nanoClock().getAsLong();
        if (shown && now - lastNanos >= (updating ? LINE_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS)) {
            lastNanos = now;
            show(reading(inputBytes, inputSizeBytes, records, now - startNanos));
        }
        return true;
    }

    /** What comes after reading. Shown only where it is overwritten again, for it is short. */
    void stage(String sentence) {
        if (updating && lineShown) {
            show(sentence);
        }
    }

    /** Of many things, so many are done. */
    void counted(int done, int all) {
        long now = terminal.nanoClock().getAsLong();
        if (shown && now - lastNanos >= (updating ? LINE_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS)) {
            lastNanos = now;
            show("Read " + Quantities.count(done) + " of " + Quantities.count(all) + " " + inputName);
        }
    }

    /** Leaves no trace on a terminal. */
    @Override
    public void close() {
        pause();
    }

    /** The same before something else is said; it goes on afterwards. */
    void pause() {
        if (lineShown) {
            terminal.err().print(CLEAR_LINE);
            terminal.err().flush();
            lineShown = false;
        }
    }

    private void show(String text) {
        String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        if (updating) {
            terminal.err().print(CLEAR_LINE + line);
            terminal.err().flush();
            lineShown = true;
        } else {
            terminal.err().println(line);
        }
    }

    private String reading(long inputBytes, long inputSizeBytes, long records, long nanos) {
        double seconds = nanos / 1e9;
        double bytesPerSecond = inputBytes / seconds;
        StringBuilder text = new StringBuilder("Reading ").append(inputName).append(": ");
        if (inputSizeBytes > 0) {
            text.append(100 * Math.min(inputBytes, inputSizeBytes) / inputSizeBytes)
                    .append(" %, ");
        }
        text.append(Quantities.bytes(inputBytes)).append(", ").append(records(records));
        text.append(", ").append(Quantities.bytes(Math.round(bytesPerSecond))).append("/s");
        if (inputSizeBytes > 0 && nanos >= ETA_AFTER_NANOS && bytesPerSecond > 0) {
            double left = Math.max(0, inputSizeBytes - inputBytes) / bytesPerSecond;
            text.append(", ").append(remaining(Math.round(left))).append(" left");
        }
        return text.toString();
    }

    private static String records(long records) {
        return records < 1_000_000
                ? Quantities.count(records) + " records"
                : records / 1_000_000 + "." + records / 100_000 % 10 + " M records";
    }

    private static String remaining(long seconds) {
        return seconds < 60 ? seconds + " s" : Quantities.duration(seconds * 1000);
    }

    private static String shortened(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.length() <= NAME_WIDTH ? file : "..." + file.substring(file.length() - NAME_WIDTH + 3);
    }
}
