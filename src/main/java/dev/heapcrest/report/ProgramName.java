package dev.heapcrest.report;

import java.util.List;
import java.util.StringTokenizer;

/**
 * What ran, in a word or two: the program that a capture is of, without the profiler's own command line and without the
 * program's arguments. "shop.nightly" of {@code /venv/bin/memray run -m shop.nightly --x}, "app.py" of
 * {@code memray run -q -o x.bin /srv/shop/app.py}. Stateless.
 *
 * <p>A capture has its command line as one text, joined by blanks. Of a script or an output whose name has blanks in it
 * only a part is found.
 */
public final class ProgramName {
    private static final String MAIN = "__main__.py";
    /** Options of {@code memray run} that take a value; what they are abbreviated to begins one of these. */
    private static final List<String> VALUED = List.of("--output", "--live-port");
    /** Letters of options that take a value. */
    private static final String VALUED_LETTERS = "op";

    private ProgramName() {}

    /** Of a command line as in the capture; "" where it names nothing. Very long names are cut in the middle. */
    public static String of(String commandLine) {
        return ShortText.ofName(whole(commandLine));
    }

    private static String whole(String commandLine) {
        String[] words = words(commandLine.strip());
        int run = runOfMemray(words);
        return run < 0 ? shortened(words[0]) : program(words, run + 1);
    }

    /** One empty word of an empty line. Without a regular expression, for which a short run would load its first classes. */
    private static String[] words(String line) {
        StringTokenizer words = new StringTokenizer(line, " \t\n\013\f\r");
        String[] all = new String[Math.max(1, words.countTokens())];
        all[0] = "";
        for (int i = 0; words.hasMoreTokens(); i++) {
            all[i] = words.nextToken();
        }
        return all;
    }

    /** Index of the word {@code run} after memray's own name; -1 where the program was not started by memray. */
    private static int runOfMemray(String[] words) {
        for (int i = 1; i < words.length; i++) {
            if (words[i].equals("run") && startedMemray(words, i - 1)) {
                return i;
            }
        }
        return -1;
    }

    /** Options of memray itself, as in {@code memray -v run}, may be between its name and the command. */
    private static boolean startedMemray(String[] words, int before) {
        int i = before;
        while (i > 0 && words[i].startsWith("-")) {
            i--;
        }
        String word = words[i];
        String name = word.endsWith("/" + MAIN) ? word.substring(0, word.length() - MAIN.length() - 1) : word;
        return name.substring(name.lastIndexOf('/') + 1).matches("memray[\\d.]*");
    }

    private static String program(String[] words, int from) {
        for (int i = from; i < words.length; i++) {
            String word = words[i];
            if (word.equals("--")) {
                return i + 1 < words.length ? shortened(words[i + 1]) : "";
            }
            if (!word.startsWith("-") || word.equals("-")) {
                return shortened(word);
            }
            int equals = word.indexOf('=');
            if (word.startsWith("--")) {
                i += equals < 0 && takesValue(word) ? 1 : 0;
                continue;
            }
            for (int letter = 1; letter < word.length(); letter++) {
                char option = word.charAt(letter);
                if (option == 'c') {
                    return "-c";
                }
                if (option == 'm') {
                    return value(words, i, letter);
                }
                if (VALUED_LETTERS.indexOf(option) >= 0) {
                    i += letter == word.length() - 1 ? 1 : 0;
                    break;
                }
            }
        }
        return "";
    }

    /** The rest of the word, or the next one. */
    private static String value(String[] words, int i, int letter) {
        if (letter + 1 < words[i].length()) {
            return words[i].substring(letter + 1);
        }
        return i + 1 < words.length ? words[i + 1] : "";
    }

    /** As far as argparse takes abbreviations: {@code --out} is {@code --output}, {@code --live} is whole by itself. */
    private static boolean takesValue(String option) {
        return !option.equals("--live") && VALUED.stream().anyMatch(name -> name.startsWith(option));
    }

    /** Without its directories; {@code pkg/__main__.py} is what {@code python -m pkg} runs, and is called so. */
    private static String shortened(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        String whole = path.substring(0, end);
        if (whole.endsWith("/" + MAIN)) {
            whole = whole.substring(0, whole.length() - MAIN.length() - 1);
        }
        return whole.substring(whole.lastIndexOf('/') + 1);
    }
}
