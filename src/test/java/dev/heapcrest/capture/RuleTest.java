package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.heapcrest.bytes.ContainerRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule has one sentence, and damage fills it in. */
class RuleTest {
    private static final List<Long> VALUES = List.of(1_234L, 5_678L, 9L, 10L);

    private static String text(Rule rule, String record, Damage.Stream stream) {
        boolean compressed = stream == Damage.Stream.DECOMPRESSED;
        Damage damage = new Damage(rule, VALUES, record, 77, rule.ofContainer() ? Damage.Stream.FILE : stream);
        return DamageText.of(new Coverage(1, 1, 77, 60, 60, compressed || rule.ofContainer(), List.of(damage)));
    }

    @ParameterizedTest
    @EnumSource
    void everySentenceIsFilledInAndNamesTheOffset(Rule rule) {
        for (String record : List.of("", "ALLOCATION", Damage.UNKNOWN_RECORD)) {
            if (record.isEmpty() && rule == Rule.RECORD_CUT) {
                continue;
            }
            String text = text(rule, record, Damage.Stream.FILE);
            assertFalse(text.matches(".*[{}].*"), text);
            assertFalse(text.endsWith("."), text);
            assertEquals(true, text.contains("offset 77"), text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleOfTheContainerHasASentence(ContainerRule rule) {
        assertNotNull(Rule.of(rule).sentence());
        assertEquals(
                rule.ending() == dev.heapcrest.bytes.Ending.TRUNCATED ? Damage.Kind.TRUNCATED : Damage.Kind.BROKEN,
                Rule.of(rule).kind());
    }

    @Test
    void everyLimitHasARuleThatNamesIt() {
        Set<Limit> limits = new HashSet<>();
        for (Rule rule : Rule.values()) {
            assertEquals(rule.kind() == Damage.Kind.LIMIT, rule.limit() != null, rule.text());
            limits.add(rule.limit());
        }
        limits.remove(null);
        // of what is made of a capture, not of its records: messages of their own name them
        limits.addAll(List.of(Limit.EXPORT_BYTES, Limit.NATIVE_STEPS));
        assertEquals(Set.of(Limit.values()), limits);
    }

    @Test
    void sentencesAreThoseThatPeopleKnow() {
        assertEquals(
                "there is no allocator 1234 (an ALLOCATION record at offset 77)",
                text(Rule.UNKNOWN_ALLOCATOR, "ALLOCATION", Damage.Stream.FILE));
        assertEquals(
                "no record begins with byte 1234 (a record at offset 77 of the decompressed stream)",
                text(Rule.UNKNOWN_RECORD, Damage.UNKNOWN_RECORD, Damage.Stream.DECOMPRESSED));
        assertEquals(
                "the trailer comes after 1,234 allocation records, but the header counts 5,678 (a TRAILER record at"
                        + " offset 77)",
                text(Rule.TRAILER_TOO_EARLY_OR_LATE, "TRAILER", Damage.Stream.FILE));
        assertEquals(
                "there is no trailer after the last record, which ends at offset 77: all 1,234 allocation records are"
                        + " there; only the end mark is missing",
                text(Rule.ONLY_TRAILER_MISSING, "", Damage.Stream.FILE));
        assertEquals(
                "an LZ4 match has offset 0 at file offset 77; the last whole record ends at offset 77 of the"
                        + " decompressed stream",
                text(Rule.LZ4_MATCH_OFFSET_ZERO, "", Damage.Stream.FILE));
        assertEquals(
                "an LZ4 match has offset 0 at file offset 77, inside an ALLOCATION record at offset 77 of the"
                        + " decompressed stream",
                text(Rule.LZ4_MATCH_OFFSET_ZERO, "ALLOCATION", Damage.Stream.FILE));
        assertEquals(
                "code object id 2147483648 is 2^31 or more",
                new CaptureDamage(Rule.CODE_OBJECT_ID, 1L << 31, 1L << 31).getMessage());
        assertEquals("more than 2^28 distinct frames", new CaptureDamage(Rule.FRAMES, 1 << 28).getMessage());
        assertEquals(
                "more than 16777216 frames on one stack", new CaptureDamage(Rule.STACK_FRAMES, 1 << 24).getMessage());
    }
}
