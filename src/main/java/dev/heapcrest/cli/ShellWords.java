package dev.heapcrest.cli;

import java.util.List;

/** Command lines as they can be pasted into a POSIX shell. */
final class ShellWords {
    private static final String PLAIN = "@%+=:,./-_";

    private ShellWords() {}

    /** The command and its arguments, quoted where the shell would change them. */
    static String join(String command, List<String> arguments) {
        StringBuilder line = new StringBuilder(command);
        for (String argument : arguments) {
            line.append(' ').append(quoted(argument));
        }
        return line.toString();
    }

    /** One argument. */
    static String quoted(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            plain &= c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        }
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
