package dev.heapcrest.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * Finds words in texts, where no letter and no digit is beside them. Time follows the text, not the number of words: a
 * capture may name ten thousand users and have names of megabytes, and a pattern of alternatives tries all of them
 * everywhere. Safe for any number of threads.
 */
final class WordFinder {
    /** Longer words are not looked for. Linux allows users 32 characters, Windows 104 in domains; most have ten. */
    static final int LONGEST = 128;

    private final String[] words;

    WordFinder(Collection<String> words) {
        this.words = words.stream()
                .filter(word -> !word.isEmpty() && word.length() <= LONGEST)
                .distinct()
                .sorted()
                .toArray(String[]::new);
    }

    /** The text with another word for each; of words that begin at one place the shortest counts. */
    String replaceAll(String text, String replacement) {
        if (words.length == 0) {
            return text;
        }
        StringBuilder replaced = null;
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            int end = joined(text, at) ? -1 : endOfWord(text, at);
            if (end < 0) {
                at++;
                continue;
            }
            replaced = replaced == null ? new StringBuilder(text.length()) : replaced;
            replaced.append(text, copied, at).append(replacement);
            copied = end;
            at = end;
        }
        return replaced == null
                ? text
                : replaced.append(text, copied, text.length()).toString();
    }

    /** Whether a word may not begin here, since a letter or a digit is before. */
    private static boolean joined(String text, int at) {
        return at > 0 && Character.isLetterOrDigit(text.codePointBefore(at));
    }

    /** End of a word that begins there; -1 = none. Narrows the sorted words by one character after the other. */
    private int endOfWord(String text, int start) {
        int from = 0;
        int to = words.length;
        for (int length = 0; from < to; length++) {
            int end = start + length;
            // what has no more characters comes first
            if (words[from].length() == length) {
                if (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end))) {
                    return end;
                }
                from++;
            }
            if (end == text.length()) {
                return -1;
            }
            char next = text.charAt(end);
            from = first(next, length, from, to);
            to = next == Character.MAX_VALUE ? to : first((char) (next + 1), length, from, to);
        }
        return -1;
    }

    /** The first of the words, all longer than {@code at} and alike before it, that has that character there or a higher. */
    private int first(char least, int at, int from, int to) {
        if (from < to && words[from].charAt(at) >= least) {
            return from;
        }
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (words[middle].charAt(at) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return Arrays.toString(words);
    }
}
