package dev.heapcrest.report.text;

/** Colours of terminals, by memray's rule for shares; nothing where they are off. Immutable. */
final class Colour {
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String MAGENTA = "1;35";
    private static final String CYAN = "36";
    private static final String BRIGHT_GREEN = "92";

    private final boolean on;

    Colour(boolean on) {
        this.on = on;
    }

    /** Text about an amount, in the colour of its share of the whole. */
    String amount(String text, long part, long whole) {
        double share = whole == 0 ? 0 : (double) part / whole;
        return painted(text, share > 0.6 ? RED : share > 0.2 ? YELLOW : share > 0.05 ? GREEN : BRIGHT_GREEN);
    }

    String function(String text) {
        return painted(text, MAGENTA);
    }

    String file(String text) {
        return painted(text, CYAN);
    }

    private String painted(String text, String code) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
