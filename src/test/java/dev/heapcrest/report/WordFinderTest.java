package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordFinderTest {
    private static String drawn(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            text.append("ab.\u00e4 ".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    /** The pattern of alternatives says the same, at a cost of its own. */
    @Test
    void finds_what_a_pattern_of_all_words_finds() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            TreeSet<String> words = new TreeSet<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                words.add(drawn(random, 4));
            }
            Pattern any = Pattern.compile("(?<![\\p{L}\\p{N}])(?:"
                    + words.stream().map(Pattern::quote).collect(Collectors.joining("|"))
                    + ")(?![\\p{L}\\p{N}])");
            String text = drawn(random, 30);
            assertEquals(
                    any.matcher(text).replaceAll("#"),
                    new WordFinder(words).replaceAll(text, "#"),
                    () -> words + " in '" + text + "'");
        }
    }
}
