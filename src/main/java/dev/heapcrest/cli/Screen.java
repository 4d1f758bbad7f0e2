package dev.heapcrest.cli;

import org.jspecify.annotations.Nullable;

/**
 * The terminal that standard output is drawn on.
 *
 * @param terminal whether it is one
 * @param lines its height
 * @param colours whether it shows them and the user wants them
 */
record Screen(boolean terminal, int lines, boolean colours) {
    /** memray's, where there is no terminal. */
    private static final int DEFAULT_LINES = 24;

    /** A file or a pipe. */
    static final Screen NONE = new Screen(false, DEFAULT_LINES, false);

    /**
     * Java cannot ask for it: the launcher does.
     *
     * @param launcherSays lines and columns as {@code stty size} prints them, something else for a terminal that does not
     *     tell, "" for none; null without the launcher
     */
    static Screen ofProcess(@Nullable String launcherSays) {
        // only commands that draw something are asked for
        if (launcherSays == null ? !Terminal.isTerminal(1) : launcherSays.isEmpty()) {
            return NONE;
        }
        String noColour = System.getenv("NO_COLOR");
        boolean colours = (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Screen(true, launcherSays == null ? DEFAULT_LINES : lines(launcherSays), colours);
    }

    private static int lines(String size) {
        int blank = size.indexOf(' ');
        try {
            int lines = Integer.parseInt(size.substring(0, Math.max(0, blank)));
            return lines > 0 ? lines : DEFAULT_LINES;
        } catch (NumberFormatException unknown) {
            return DEFAULT_LINES;
        }
    }
}
